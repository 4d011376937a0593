// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.FacetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the configuration of the model, and what used to be kept in it ({@code model-description.md} sections 3, 10). */
final class ConfigReader {
    static final String AGENT_VERSION = "agent-version";
    private static final String AUTHORIZED_KEYS = "authorized-keys";
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int FIRST_WITH_AGENT_VERSION = 11;

    /** Keys of a controller's configuration ({@code provisioning-info.md} section 11), which no model may hold. */
    private static final Set<String> CONTROLLER_ONLY = Set.of(
            "api-port",
            "state-port",
            "audit-log-max-backups",
            "max-prune-txn-batch-size",
            "max-prune-txn-passes",
            "agent-logfile-max-backups",
            "model-logfile-max-backups",
            "prune-txn-query-count",
            "max-charm-state-size",
            "max-agent-state-size",
            "auditing-enabled",
            "audit-log-capture-args",
            "set-numa-control-policy",
            "query-tracing-enabled",
            "open-telemetry-enabled",
            "open-telemetry-insecure",
            "open-telemetry-stack-traces",
            "api-port-open-delay",
            "max-debug-log-duration",
            "prune-txn-sleep-time",
            "migration-agent-wait-time",
            "query-tracing-threshold",
            "audit-log-max-size",
            "audit-log-exclude-methods",
            "mongo-memory-profile",
            "juju-db-snap-channel",
            "max-txn-log-size",
            "agent-logfile-max-size",
            "model-logfile-max-size",
            "open-telemetry-sample-ratio",
            "object-store-type",
            "jujud-controller-snap-source",
            "controller-uuid",
            "ca-cert",
            "agent-ratelimit-max",
            "controller-api-port",
            "application-resource-download-limit",
            "controller-resource-download-limit",
            "agent-ratelimit-rate",
            "allow-model-access",
            "controller-name",
            "login-token-refresh-url",
            "identity-url",
            "identity-public-key",
            "autocert-url",
            "autocert-dns-name",
            "public-dns-address",
            "juju-ha-space",
            "juju-mgmt-space",
            "caas-operator-image-path",
            "caas-image-repo",
            "features",
            "open-telemetry-endpoint",
            "object-store-s3-endpoint",
            "object-store-s3-static-key",
            "object-store-s3-static-secret",
            "object-store-s3-static-session",
            "system-ssh-keys");

    private final Fields model;
    private final Fields config;

    ConfigReader(Fields model) {
        this.model = model;
        config = model.map("config");
        if (config.keys().isEmpty()) {
            throw config.notValid("model config not valid");
        }
        Set<String> foreign = new TreeSet<>(config.keys());
        foreign.retainAll(CONTROLLER_ONLY);
        if (!foreign.isEmpty()) {
            throw config.notValid("config attributes [" + String.join(" ", foreign)
                    + "] not valid because controller only attributes not allowed");
        }
    }

    String name() {
        return config.text("name");
    }

    String uuid() {
        String uuid = config.text("uuid");
        if (!UUID_SHAPE.matcher(uuid).matches()) {
            throw config.invalid("uuid", "expected a UUID in lower case, got \"" + uuid + "\"");
        }
        return uuid;
    }

    String cloudType() {
        return config.text("type");
    }

    /** Base of machines whose own is empty. */
    Optional<Base> defaultBase() {
        return config.knownText("default-base").map(text -> {
            try {
                return Base.parse(text);
            } catch (FacetException e) {
                throw config.invalid("default-base", e.getMessage());
            }
        });
    }

    /** The agent version: of the model, or of the configuration where the former is empty. */
    AgentVersion agentVersion(int modelVersion) {
        String own =
                modelVersion >= FIRST_WITH_AGENT_VERSION ? model.text(AGENT_VERSION) : model.text(AGENT_VERSION, "");
        String text = own.isEmpty() ? config.text(AGENT_VERSION, "") : own;
        if (text.isEmpty()) {
            throw config.notValid("cannot import model \"" + name() + "\" with uuid \"" + uuid()
                    + "\": agent-version missing from model config");
        }
        AgentVersion version;
        try {
            version = AgentVersion.parse(text);
        } catch (FacetException e) {
            throw model.notValid("agent version \"" + text + "\" not valid");
        }
        if (version.equals(AgentVersion.ZERO)) {
            throw model.notValid("agent version cannot be zero not valid");
        }
        return version;
    }

    /** The lines of {@code authorized-keys}, where keys were kept up to version 11. */
    List<String> authorizedKeys() {
        return config.text(AUTHORIZED_KEYS, "").lines().toList();
    }

    /** All values, as text or typed, without those that have a home elsewhere. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(config.keys());
        keys.removeAll(Set.of(AGENT_VERSION, AUTHORIZED_KEYS));
        for (String key : keys) {
            config.node(key).ifPresent(node -> values.put(key, value(key, node)));
        }
        return values;
    }

    private Object value(String key, YamlNode node) {
        if (node instanceof YamlNode.Mapping) {
            return config.textMap(key);
        }
        if (!(node instanceof YamlNode.Scalar scalar)) {
            throw config.expected(key, "string, int, bool or map", Optional.of(node));
        }
        return switch (scalar.kind()) {
            case INT -> config.integer(key);
            case BOOL -> config.flag(key);
            default -> scalar.text();
        };
    }
}
