// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads the model config key {@code cloudinit-userdata} ({@code provisioning-info.md} 1.1). */
final class CloudInitUserData {

    private static final Logger LOG = LoggerFactory.getLogger(CloudInitUserData.class);
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_VALUES = 50_000;

    /** Values unfolded so far: a few lines of nested aliases can stand for millions, or refer to themselves. */
    private int values;

    private CloudInitUserData() {}

    /** The map that the YAML text is, all its keys text; empty if the text is none, or blank. */
    static Optional<Map<String, Object>> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            Object parsed = yaml().load(text);
            return parsed instanceof Map<?, ?> map && !map.isEmpty()
                    ? Optional.of(new CloudInitUserData().textKeys(map, 0))
                    : Optional.empty();
        } catch (YAMLException e) {
            // The key is validated when it is set; what an import brought along must not keep machines from starting.
            LOG.warn("Model config cloudinit-userdata is left out: it is not valid YAML ({})", e.getMessage());
            return Optional.empty();
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options), new Representer(unused), unused, options, new WithoutTimestamps());
    }

    private Map<String, Object> textKeys(Map<?, ?> map, int depth) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), converted(value, depth + 1)));
        return result;
    }

    private Object converted(Object value, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new YAMLException("its aliases unfold to too much");
        }
        if (value instanceof Map<?, ?> map) {
            return textKeys(map, depth);
        }
        if (value instanceof List<?> list) {
            List<Object> result = new ArrayList<>();
            list.forEach(entry -> result.add(converted(entry, depth + 1)));
            return result;
        }
        return value;
    }

    /** Dates stay the text they are, as JSON has nothing else for them. */
    private static final class WithoutTimestamps extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }
}
