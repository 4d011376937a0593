// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import static io.facet.model.internal.ConfigType.FLAG;
import static io.facet.model.internal.ConfigType.INTEGER;
import static io.facet.model.internal.ConfigType.TAGS;
import static io.facet.model.internal.ConfigType.TEXT;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.internal.ConfigKey.Check;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of model configuration with their types, defaults and rules ({@code provisioning-info.md} section 12). */
final class ConfigSchema {

    /** Keys that the model record answers for. */
    static final Set<String> OF_THE_MODEL = Set.of("name", "uuid", "type", "agent-version");

    private static final Map<String, ConfigKey> KEYS = new HashMap<>();

    static {
        text("agent-stream", "released");
        texts("", "agent-metadata-url", "image-metadata-url", "container-image-metadata-url");
        text("image-stream", "released");
        text("container-image-stream", "released");
        flags(false, "image-metadata-defaults-disabled", "container-image-metadata-defaults-disabled");
        text("lxd-snap-channel", "5.0/stable");
        fixed("container-networking-method", "", ConfigChecks.oneOf("", "local", "provider"));
        text(
                "container-inherit-properties",
                "",
                ConfigChecks.listOf("apt-primary", "apt-sources", "apt-security", "ca-certs"));
        integer("net-bond-reconfigure-delay", 17, Integer.MAX_VALUE);
        text("default-space", "");
        text("default-base", "", ConfigChecks.base());
        texts("", "http-proxy", "https-proxy", "ftp-proxy", "juju-http-proxy", "juju-https-proxy", "juju-ftp-proxy");
        texts("", "apt-http-proxy", "apt-https-proxy", "apt-ftp-proxy", "apt-no-proxy", "apt-mirror");
        texts("", "snap-http-proxy", "snap-https-proxy");
        texts("", "snap-store-proxy", "snap-store-assertions", "snap-store-proxy-url");
        texts("127.0.0.1,localhost,::1", "no-proxy", "juju-no-proxy");
        text("cloudinit-userdata", "", ConfigChecks.userData());
        add("resource-tags", TAGS, Map.of(), ConfigChecks.tags(), false);
        flags(true, "ssl-hostname-verification", "enable-os-refresh-update", "enable-os-upgrade");
        text("provisioner-harvest-mode", "destroyed", ConfigChecks.oneOf("all", "none", "unknown", "destroyed"));
        integer("num-provision-workers", 16, 100);
        integer("num-container-provision-workers", 4, 25);
        fixed("firewall-mode", "instance", ConfigChecks.oneOf("instance", "global", "none"));
        add("storage-default-block-source", TEXT, null, Check.NONE, false);
        add("storage-default-filesystem-source", TEXT, null, Check.NONE, false);
        text("logging-config", "<root>=INFO");
        text("ssh-allow", "0.0.0.0/0,::/0", ConfigChecks.cidrs());
        text("saas-ingress-allow", "0.0.0.0/0,::/0", ConfigChecks.cidrs());
        text("egress-subnets", "", ConfigChecks.cidrs());
        text("backup-dir", "");
        add("extra-info", TEXT, null, Check.NONE, false);
        flags(true, "automatically-retry-hooks", "transmit-vendor-metrics");
        flags(false, "development", "test-mode", "disable-telemetry", "disable-network-management");
        flags(false, "ignore-machine-addresses", "proxy-ssh");
        text("mode", "requires-prompts");
        text(
                "update-status-hook-interval",
                "5m",
                ConfigChecks.durationBetween(Duration.ofMinutes(1), Duration.ofMinutes(60)));
        text("max-status-history-age", "336h", ConfigChecks.duration());
        text("max-action-results-age", "336h", ConfigChecks.duration());
        text("max-action-results-size", "5G", ConfigChecks.size());
        fixed("charmhub-url", "https://api.charmhub.io", Check.NONE);
    }

    /** The storage source that a type of cloud brings along ({@code provisioning-info.md} 4.1). */
    private static final Map<String, Map.Entry<String, String>> STORAGE_SOURCES = Map.of(
            "ec2", Map.entry("storage-default-block-source", "ebs"),
            "openstack", Map.entry("storage-default-block-source", "cinder"),
            "azure", Map.entry("storage-default-block-source", "azure"),
            "gce", Map.entry("storage-default-block-source", "gce"),
            "maas", Map.entry("storage-default-block-source", "maas"),
            "lxd", Map.entry("storage-default-filesystem-source", "lxd"));

    private static final List<String> LEGACY_PROXIES = List.of("http-proxy", "https-proxy", "ftp-proxy");
    private static final List<String> JUJU_PROXIES = List.of("juju-http-proxy", "juju-https-proxy", "juju-ftp-proxy");

    private ConfigSchema() {}

    /**
     * What a new model stores: the given values, and the defaults of the keys that are missing.
     *
     * @throws FacetException naming key and value, if one does not fit
     */
    static Map<String, String> initial(String cloudType, Map<String, Object> given) {
        refuseControllerKeys(given.keySet());
        Map<String, String> stored = new TreeMap<>();
        KEYS.values().forEach(key -> key.initial()
                .ifPresent(value -> stored.put(key.name(), key.type().store(value))));
        Optional.ofNullable(STORAGE_SOURCES.get(cloudType)).ifPresent(it -> stored.put(it.getKey(), it.getValue()));
        given.forEach((name, value) -> {
            if (!OF_THE_MODEL.contains(name)) {
                stored.put(name, toText(name, value));
            }
        });
        checkTogether(stored);
        return stored;
    }

    /** The keys that are known, those of the model record among them, sorted. */
    static List<String> known() {
        Set<String> known = new TreeSet<>(KEYS.keySet());
        known.addAll(OF_THE_MODEL);
        return List.copyOf(known);
    }

    /**
     * The stored configuration after a change.
     *
     * @param reset keys that get back the value that a new model on this type of cloud has, or go
     *
     * @throws FacetException naming key and value, if a key cannot be changed or a value does not fit
     */
    static Map<String, String> changed(
            String cloudType, Map<String, String> stored, Map<String, Object> set, Collection<String> reset) {
        refuseControllerKeys(set.keySet());
        Map<String, String> result = new TreeMap<>(stored);
        Map<String, String> initial = initial(cloudType, Map.of());
        for (String name : reset) {
            if (isFixed(name)) {
                throw refused(name, "cannot be removed");
            }
            result.remove(name);
            Optional.ofNullable(initial.get(name)).ifPresent(value -> result.put(name, value));
        }
        set.forEach((name, value) -> {
            String text = toText(name, value);
            if (isFixed(name) && !text.equals(stored.get(name))) {
                throw refused(
                        name, "cannot be changed from \"" + stored.getOrDefault(name, "") + "\" to \"" + text + "\"");
            }
            result.put(name, text);
        });
        checkTogether(result);
        return result;
    }

    /** A stored value as a native JSON type. */
    static Object toValue(String name, String text) {
        ConfigKey key = KEYS.get(name);
        return key == null ? text : key.type().read(name, text);
    }

    /** The refusal of a value. */
    static FacetException refused(String key, String complaint) {
        return new FacetException(ErrorCode.NOT_VALID, "model config " + key + ": " + complaint);
    }

    private static boolean isFixed(String name) {
        ConfigKey key = KEYS.get(name);
        return key == null ? OF_THE_MODEL.contains(name) : key.fixed();
    }

    private static String toText(String name, Object value) {
        ConfigKey key = KEYS.get(name);
        if (key != null) {
            return key.type().store(key.read(value));
        }
        if (name.isEmpty() || OF_THE_MODEL.contains(name)) {
            return (String) TEXT.read(name, value);
        }
        // A key of the provider: kept as text, whatever it looks like.
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : (String) TEXT.unexpected(name, value);
    }

    private static void checkTogether(Map<String, String> stored) {
        if (anySet(stored, LEGACY_PROXIES) && anySet(stored, JUJU_PROXIES)) {
            throw new FacetException(
                    ErrorCode.NOT_VALID, "cannot specify both legacy proxy values and juju proxy values");
        }
    }

    private static boolean anySet(Map<String, String> stored, List<String> names) {
        return names.stream().anyMatch(name -> !stored.getOrDefault(name, "").isEmpty());
    }

    private static void refuseControllerKeys(Set<String> names) {
        Set<String> foreign = new TreeSet<>(names);
        foreign.retainAll(ControllerKeys.ALL);
        if (!foreign.isEmpty()) {
            throw new FacetException(
                    ErrorCode.NOT_VALID,
                    "config attributes [" + String.join(" ", foreign)
                            + "] not valid because controller only attributes not allowed");
        }
    }

    private static void texts(String initial, String... names) {
        for (String name : names) {
            text(name, initial);
        }
    }

    private static void text(String name, String initial) {
        text(name, initial, Check.NONE);
    }

    private static void text(String name, String initial, Check check) {
        add(name, TEXT, initial, check, false);
    }

    private static void fixed(String name, String initial, Check check) {
        add(name, TEXT, initial, check, true);
    }

    private static void integer(String name, long initial, long most) {
        add(name, INTEGER, initial, ConfigChecks.between(0, most), false);
    }

    private static void flags(boolean initial, String... names) {
        for (String name : names) {
            add(name, FLAG, initial, Check.NONE, false);
        }
    }

    private static void add(String name, ConfigType type, Object initial, Check check, boolean fixed) {
        KEYS.put(name, new ConfigKey(name, type, Optional.ofNullable(initial), check, fixed));
    }
}
