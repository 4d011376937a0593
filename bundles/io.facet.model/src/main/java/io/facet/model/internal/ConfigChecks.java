// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facet.core.Base;
import io.facet.core.FacetException;
import io.facet.core.GoDuration;
import io.facet.core.NetworkAddress;
import io.facet.model.internal.ConfigKey.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules on single values of model configuration. */
final class ConfigChecks {
    private static final Pattern SIZE = Pattern.compile("[0-9]+(\\.[0-9]+)?[MGTP]?");
    private static final Pattern CIDR = Pattern.compile("([^/]+)/([0-9]{1,3})");

    /** Only trees are read, whose classes are Jackson's own, so the mapper pins nothing of this bundle. */
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What cloud-init user data must leave to the agent's own set-up. */
    private static final List<String> RESERVED_USER_DATA = List.of("users", "runcmd", "bootcmd");

    private ConfigChecks() {}

    static Check oneOf(String... allowed) {
        List<String> values = List.of(allowed);
        return value -> values.contains(value)
                ? Optional.empty()
                : Optional.of(quoted(value) + " not valid, expected one of " + values);
    }

    static Check listOf(String... allowed) {
        List<String> values = List.of(allowed);
        return value -> entries(value).stream()
                .filter(entry -> !values.contains(entry))
                .findFirst()
                .map(entry -> quoted(entry) + " not valid, expected a comma list of " + values);
    }

    static Check between(long least, long most) {
        return value -> (Long) value < least || (Long) value > most
                ? Optional.of(value + " not valid, expected " + least + " to " + most)
                : Optional.empty();
    }

    static Check durationBetween(Duration least, Duration most) {
        return value -> {
            Optional<String> complaint = duration().complaint(value);
            if (complaint.isPresent()) {
                return complaint;
            }
            Duration duration = GoDuration.parse((String) value);
            return duration.compareTo(least) < 0 || duration.compareTo(most) > 0
                    ? Optional.of(quoted(value) + " not valid, expected a duration from " + GoDuration.format(least)
                            + " to " + GoDuration.format(most))
                    : Optional.empty();
        };
    }

    static Check duration() {
        return value -> {
            try {
                return GoDuration.parse((String) value).isNegative()
                        ? Optional.of(quoted(value) + " not valid, expected a duration that is not negative")
                        : Optional.empty();
            } catch (FacetException e) {
                return Optional.of(quoted(value) + " not valid, expected a duration such as 336h or 5m");
            }
        };
    }

    static Check size() {
        return value -> SIZE.matcher((String) value).matches()
                ? Optional.empty()
                : Optional.of(quoted(value) + " not valid, expected a size such as 5G or 512M");
    }

    static Check cidrs() {
        return value -> entries(value).stream()
                .filter(entry -> !isCidr(entry))
                .findFirst()
                .map(entry -> quoted(entry) + " not valid, expected a comma list of CIDRs such as 10.0.0.0/8");
    }

    static Check base() {
        return value -> {
            if (value.equals("")) {
                return Optional.empty();
            }
            try {
                Base.parse((String) value);
                return Optional.empty();
            } catch (FacetException e) {
                return Optional.of(quoted(value) + " not valid, expected <os>@<channel>, such as ubuntu@22.04/stable");
            }
        };
    }

    static Check tags() {
        return value -> {
            ResourceTags.check((Map<?, ?>) value);
            return Optional.empty();
        };
    }

    static Check userData() {
        return value -> {
            if (((String) value).isBlank()) {
                return Optional.empty();
            }
            JsonNode data;
            try {
                data = YAML.readTree((String) value);
            } catch (JsonProcessingException e) {
                return Optional.of("must be valid YAML: " + e.getOriginalMessage());
            }
            if (!data.isObject()) {
                return Optional.of("must be a YAML map");
            }
            for (String key : RESERVED_USER_DATA) {
                if (data.has(key)) {
                    return Optional.of(quoted(key) + " not allowed"
                            + (key.equals("users") ? "" : ", use preruncmd or postruncmd instead"));
                }
            }
            JsonNode packages = data.path("packages");
            for (JsonNode entry : packages) {
                if (!entry.isTextual()) {
                    return Optional.of("packages must be a list of strings, got " + entry);
                }
            }
            return packages.isMissingNode() || packages.isArray()
                    ? Optional.empty()
                    : Optional.of("packages must be a list of strings, got " + packages);
        };
    }

    private static List<String> entries(Object value) {
        String text = ((String) value).trim();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1));
    }

    private static boolean isCidr(String text) {
        var m = CIDR.matcher(text);
        return m.matches()
                && NetworkAddress.parseIp(m.group(1))
                        .filter(ip -> Integer.parseInt(m.group(2)) <= ip.getAddress().length * 8)
                        .isPresent();
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }
}
