// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.GoDuration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of controller configuration with types, defaults and rules ({@code provisioning-info.md} section 11). */
final class ConfigKeys {

    /** Keys that are no settings, and where their value comes from. */
    private static final Map<String, String> DERIVED = Map.of(
            "controller-uuid", "it is fixed at the first boot",
            "ca-cert", "it is fixed at the first boot",
            "api-port", "it follows the port of the API server and api.port of io.facet.controller");

    private static final Set<String> PORTS = Set.of("state-port", "controller-api-port");

    private enum Type {
        NUMBER("number"),
        FLAG("boolean"),
        DURATION("duration such as 250ms or 24h"),
        TEXT("string");

        private final String wanted;

        Type(String wanted) {
            this.wanted = wanted;
        }
    }

    private record Key(Type type, Optional<Object> initial) {}

    private static final Map<String, Key> KEYS = new LinkedHashMap<>();

    static {
        number("state-port", 37017);
        number("audit-log-max-backups", 10);
        number("max-prune-txn-batch-size", 1000000);
        number("max-prune-txn-passes", 100);
        number("agent-logfile-max-backups", 2);
        number("model-logfile-max-backups", 2);
        number("prune-txn-query-count", 1000);
        number("max-charm-state-size", 2097152);
        number("max-agent-state-size", 524288);
        add(Type.FLAG, true, "auditing-enabled");
        add(Type.FLAG, false, "audit-log-capture-args", "set-numa-control-policy", "query-tracing-enabled");
        add(Type.FLAG, false, "open-telemetry-enabled", "open-telemetry-insecure", "open-telemetry-stack-traces");
        add(Type.DURATION, "2s", "api-port-open-delay");
        add(Type.DURATION, "24h0m0s", "max-debug-log-duration");
        add(Type.DURATION, "10ms", "prune-txn-sleep-time");
        add(Type.DURATION, "15m0s", "migration-agent-wait-time");
        add(Type.DURATION, "1s", "query-tracing-threshold");
        add(Type.TEXT, "300M", "audit-log-max-size");
        add(Type.TEXT, "ReadOnlyMethods", "audit-log-exclude-methods");
        add(Type.TEXT, "default", "mongo-memory-profile");
        add(Type.TEXT, "4.4/stable", "juju-db-snap-channel");
        add(Type.TEXT, "10M", "max-txn-log-size");
        add(Type.TEXT, "100M", "agent-logfile-max-size");
        add(Type.TEXT, "10M", "model-logfile-max-size");
        add(Type.TEXT, "0.10", "open-telemetry-sample-ratio");
        add(Type.TEXT, "file", "object-store-type");
        add(Type.TEXT, "legacy", "jujud-controller-snap-source");
        add(Type.NUMBER, null, "agent-ratelimit-max", "controller-api-port");
        add(Type.NUMBER, null, "application-resource-download-limit", "controller-resource-download-limit");
        add(Type.DURATION, null, "agent-ratelimit-rate");
        add(Type.FLAG, null, "allow-model-access");
        add(Type.TEXT, null, "controller-name", "login-token-refresh-url", "identity-url", "identity-public-key");
        add(Type.TEXT, null, "autocert-url", "autocert-dns-name", "public-dns-address");
        add(Type.TEXT, null, "juju-ha-space", "juju-mgmt-space", "caas-operator-image-path", "caas-image-repo");
        add(Type.TEXT, null, "features", "open-telemetry-endpoint", "object-store-s3-endpoint");
        add(Type.TEXT, null, "object-store-s3-static-key", "object-store-s3-static-secret");
        add(Type.TEXT, null, "object-store-s3-static-session", "system-ssh-keys");
    }

    private ConfigKeys() {}

    /** The keys that can be set, sorted. */
    static List<String> settable() {
        return KEYS.keySet().stream().sorted().toList();
    }

    /** The configuration with native JSON types and defaults; stored keys that nobody knows are dropped. */
    static Map<String, Object> complete(Map<String, String> stored) {
        Map<String, Object> config = new LinkedHashMap<>();
        KEYS.forEach((name, key) -> {
            String text = stored.get(name);
            if (text != null) {
                config.put(name, read(name, text));
            } else {
                key.initial().ifPresent(value -> config.put(name, value));
            }
        });
        return config;
    }

    /**
     * The text to store for a value.
     *
     * @throws FacetException code {@code not valid}, naming key and value, if it cannot be set
     */
    static String toText(String name, Object value) {
        checkSettable(name);
        Object typed = read(name, value);
        checkRange(name, typed);
        return typed.toString();
    }

    /** Refuses a key that is unknown, or no setting. */
    static void checkSettable(String name) {
        String reason = DERIVED.get(name);
        if (reason != null) {
            throw refused(name, "cannot be changed: " + reason);
        }
        if (!KEYS.containsKey(name)) {
            throw refused(name, "unknown key");
        }
    }

    private static Object read(String name, Object value) {
        Type type = KEYS.get(name).type();
        try {
            switch (type) {
                case NUMBER -> {
                    if (value instanceof Long || value instanceof Integer || value instanceof String) {
                        return Long.valueOf(value.toString());
                    }
                }
                case FLAG -> {
                    if (value instanceof Boolean || value.equals("true") || value.equals("false")) {
                        return Boolean.valueOf(value.toString());
                    }
                }
                case DURATION -> {
                    if (value instanceof String text) {
                        return GoDuration.format(GoDuration.parse(text));
                    }
                }
                case TEXT -> {
                    if (value instanceof String) {
                        return value;
                    }
                }
            }
        } catch (NumberFormatException | FacetException e) {
            throw refused(name, "expected " + type.wanted + ", got \"" + value + "\"");
        }
        throw refused(name, "expected " + type.wanted + ", got \"" + value + "\"");
    }

    private static void checkRange(String name, Object value) {
        if (value instanceof Long number) {
            if (number < 0) {
                throw refused(name, "expected a number that is not negative, got " + number);
            }
            if (PORTS.contains(name) && (number < 1 || number > 65535)) {
                throw refused(name, "expected a port from 1 to 65535, got " + number);
            }
        }
        if (KEYS.get(name).type() == Type.DURATION) {
            Duration duration = GoDuration.parse((String) value);
            boolean rate = name.equals("agent-ratelimit-rate");
            if (duration.isNegative() || rate && (duration.isZero() || duration.compareTo(Duration.ofMinutes(1)) > 0)) {
                throw refused(
                        name,
                        (rate ? "expected a duration above 0 and up to 1m" : "expected a duration that is not negative")
                                + ", got \"" + value + "\"");
            }
        }
    }

    private static FacetException refused(String name, String complaint) {
        return new FacetException(ErrorCode.NOT_VALID, "controller config " + name + ": " + complaint);
    }

    private static void number(String name, long initial) {
        add(Type.NUMBER, initial, name);
    }

    private static void add(Type type, Object initial, String... names) {
        for (String name : names) {
            KEYS.put(name, new Key(type, Optional.ofNullable(initial)));
        }
    }
}
