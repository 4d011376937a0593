// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.core.StatusInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The building blocks that several sections share ({@code model-description.md} section 4). */
final class Blocks {
    /**
     * A key of Facet's own beside constraints: names of those that are there and empty, which overrides a default with
     * nothing. The format has no other slot for them.
     */
    static final String EMPTY_CONSTRAINTS = "empty";

    private static final Map<Constraints.Type, Object> EMPTY = Map.of(
            Constraints.Type.TEXT,
            "",
            Constraints.Type.NUMBER,
            0L,
            Constraints.Type.SIZE,
            0L,
            Constraints.Type.LIST,
            List.of(),
            Constraints.Type.FLAG,
            false);

    private Blocks() {}

    /** A status. */
    static StatusInfo status(Fields owner, String key) {
        Fields status = owner.structure(key, 1, 2).map("status");
        Map<String, Object> data = new LinkedHashMap<>();
        status.optionalMap("data").ifPresent(fields -> fields.keys()
                .forEach(name ->
                        data.put(name, fields.node(name).map(Blocks::json).orElse(null))));
        return new StatusInfo(status.text("value"), status.text("message", ""), data, status.time("updated"));
    }

    /** The node as a JSON value. */
    private static Object json(YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            List<Object> values = new ArrayList<>();
            list.items().forEach(item -> values.add(json(item)));
            return values;
        }
        if (node instanceof YamlNode.Mapping map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.keys()
                    .forEach(key ->
                            values.put(key, map.get(key).map(Blocks::json).orElse(null)));
            return values;
        }
        return json((YamlNode.Scalar) node);
    }

    private static Object json(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOL -> ScalarKind.isTrue(scalar.text());
            case INT ->
                Scalars.number(scalar.text().replace("_", ""))
                        .<Object>map(number -> number.bitLength() < Long.SIZE ? (Object) number.longValue() : number)
                        .orElse(scalar.text());
            case FLOAT -> finite(scalar.text());
            case TEXT -> scalar.text();
        };
    }

    /** JSON knows no infinity. */
    private static Object finite(String text) {
        if (text.matches("[-+]?\\.[a-zA-Z]+")) {
            return text;
        }
        return Double.valueOf(text.replace("_", ""));
    }

    /** What an agent reported to run; empty while it has not. */
    static Optional<AgentBinaryVersion> tools(Fields owner) {
        Fields tools = owner.structure("tools", 1, 2);
        String version = tools.text("tools-version");
        tools.text("url");
        tools.text("sha256");
        tools.size("size");
        if (version.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AgentBinaryVersion.parse(version));
        } catch (FacetException e) {
            throw tools.problem("agentTools tools-version: " + e.getMessage());
        }
    }

    /** Constraints; none if they are absent. */
    static Constraints constraints(Fields owner) {
        Optional<Fields> found = owner.optionalMap("constraints");
        if (found.isEmpty()) {
            return Constraints.NONE;
        }
        int version = found.get().version(1, 5);
        Fields fields = found.get().as("constraints", version);
        Map<Constraints.Key, Object> values = new LinkedHashMap<>();
        text(fields, "architecture", Constraints.Key.ARCH, values);
        text(fields, "container", Constraints.Key.CONTAINER, values);
        number(fields, "cores", Constraints.Key.CORES, values);
        if (fields.known("cpu-cores").isPresent()) {
            if (values.containsKey(Constraints.Key.CORES)) {
                throw found.get().problem("can not specify both cores and cores constraints");
            }
            number(fields, "cpu-cores", Constraints.Key.CORES, values);
        }
        number(fields, "cpu-power", Constraints.Key.CPU_POWER, values);
        number(fields, "memory", Constraints.Key.MEM, values);
        number(fields, "root-disk", Constraints.Key.ROOT_DISK, values);
        text(fields, "instance-type", Constraints.Key.INSTANCE_TYPE, values);
        text(fields, "virt-type", Constraints.Key.VIRT_TYPE, values);
        list(fields, "spaces", Constraints.Key.SPACES, values);
        list(fields, "tags", Constraints.Key.TAGS, values);
        if (version >= 2) {
            list(fields, "zones", Constraints.Key.ZONES, values);
        }
        if (version >= 3) {
            text(fields, "root-disk-source", Constraints.Key.ROOT_DISK_SOURCE, values);
        }
        if (version >= 4 && fields.flag("allocate-public-ip", false)) {
            // A false cannot be told from an unset one in this format.
            values.put(Constraints.Key.ALLOCATE_PUBLIC_IP, true);
        }
        if (version >= 5) {
            text(fields, "image-id", Constraints.Key.IMAGE_ID, values);
        }
        // Neither of these has a slot in the format.
        text(fields, "instance-role", Constraints.Key.INSTANCE_ROLE, values);
        List<String> empty = fields.optionalTexts(EMPTY_CONSTRAINTS).orElse(List.of());
        for (Constraints.Key key : Constraints.Key.values()) {
            if (empty.contains(BlockWriter.name(key))) {
                values.putIfAbsent(key, EMPTY.get(key.type()));
            }
        }
        return Constraints.of(values);
    }

    private static void text(Fields fields, String key, Constraints.Key to, Map<Constraints.Key, Object> values) {
        fields.knownText(key).ifPresent(text -> values.put(to, text));
    }

    private static void number(Fields fields, String key, Constraints.Key to, Map<Constraints.Key, Object> values) {
        fields.known(key).ifPresent(number -> values.put(to, number));
    }

    private static void list(Fields fields, String key, Constraints.Key to, Map<Constraints.Key, Object> values) {
        fields.optionalTexts(key).filter(list -> !list.isEmpty()).ifPresent(list -> values.put(to, list));
    }
}
