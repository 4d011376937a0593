// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The top-level keys of a description, and what becomes of those that Facet has no use for. */
final class Sections {
    static final int OLDEST_MODEL = 9;
    static final int NEWEST_MODEL = 14;

    /** Keys that are read. */
    private static final Set<String> READ = Set.of(
            "version",
            "agent-version",
            "type",
            "owner",
            "config",
            "cloud",
            "cloud-region",
            "constraints",
            "users",
            "machines",
            "applications",
            "spaces",
            "subnets",
            "link-layer-devices",
            "ip-addresses",
            "cloud-image-metadata",
            "volumes",
            "filesystems",
            "storages",
            "storage-pools",
            "authorized-keys",
            "sequences");

    /** Sections that are kept out, and their newest version. They must be there, but for those in {@link #OPTIONAL}. */
    private static final Map<String, Integer> KEPT_OUT = new LinkedHashMap<>();

    static {
        KEPT_OUT.put("relations", 3);
        KEPT_OUT.put("remote-entities", 1);
        KEPT_OUT.put("relation-networks", 1);
        KEPT_OUT.put("offer-connections", 1);
        KEPT_OUT.put("external-controllers", 1);
        KEPT_OUT.put("firewall-rules", 1);
        KEPT_OUT.put("remote-applications", 3);
        KEPT_OUT.put("actions", 4);
        KEPT_OUT.put("operations", 2);
        KEPT_OUT.put("secrets", 2);
        KEPT_OUT.put("remote-secrets", 1);
        KEPT_OUT.put("ssh-host-keys", 1);
        KEPT_OUT.put("virtual-host-keys", 1);
    }

    /** Which of them may be missing: version 12 has two meanings, and 9 had no remote secrets. */
    private static final Set<String> OPTIONAL = Set.of("virtual-host-keys");

    /** Single values that are kept out. */
    private static final List<String> KEPT_OUT_VALUES = List.of(
            "environ-version",
            "latest-tools",
            "blocks",
            "password-hash",
            "annotations",
            "cloud-credential",
            "secret-backend-id",
            "status",
            "status-history",
            "sla",
            "meter-status");

    /** Sections whose entries nothing is read of. Relations and host keys are read to check what they refer to. */
    static final Set<String> SKIMMED = Set.of(
            "remote-entities",
            "relation-networks",
            "offer-connections",
            "external-controllers",
            "firewall-rules",
            "remote-applications",
            "actions",
            "operations",
            "secrets",
            "remote-secrets",
            "virtual-host-keys");

    private static final int FIRST_WITH_REMOTE_SECRETS = 10;

    private Sections() {}

    /** Checks and counts what is kept out. */
    static void keepOut(Fields model, int version, Ledger ledger) {
        KEPT_OUT.forEach((section, newest) -> {
            boolean optional = OPTIONAL.contains(section)
                    || section.equals("remote-secrets") && version < FIRST_WITH_REMOTE_SECRETS;
            if (!optional || model.has(section)) {
                model.structure(section, 1, newest);
            }
            model.leaveOut(ledger, "", section);
        });
        model.integer("environ-version");
        Fields sla = model.map("sla");
        List.of("level", "owner", "credentials").forEach(sla::text);
        Fields meter = model.map("meter-status");
        List.of("code", "info").forEach(meter::text);
        model.optionalMap("cloud-credential").ifPresent(credential -> credential.version(1, 2));
        model.textMap("annotations", Map.of());
        KEPT_OUT_VALUES.stream()
                .filter(key -> !key.equals("environ-version") && !key.equals("sla") && !key.equals("meter-status"))
                .forEach(key -> model.leaveOut(ledger, "", key));
    }

    /** Top-level keys that the format does not know. */
    static List<String> unknown(Fields model) {
        List<String> unknown = new ArrayList<>(model.keys());
        unknown.removeAll(READ);
        unknown.removeAll(KEPT_OUT.keySet());
        unknown.removeAll(KEPT_OUT_VALUES);
        return unknown;
    }
}
