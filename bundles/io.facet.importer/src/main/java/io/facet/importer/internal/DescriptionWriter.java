// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.cloud.api.CloudSpec;
import io.facet.core.MachineId;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes the description of a model as the reference of version 4.0-beta5 does, and with it the section that the released
 * libraries want in this version, so that both read it ({@code model-description.md} section 2). Equal models give equal
 * bytes.
 */
final class DescriptionWriter {
    private static final int VERSION = 12;

    private final ExportSource source;
    private final YamlWriter yaml;
    private final ExportMeter meter;

    DescriptionWriter(ExportSource source, YamlWriter yaml, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.meter = meter;
    }

    void write() {
        yaml.document(this::model);
    }

    private void model() {
        ModelServices services = source.services();
        CloudSpec cloud = services.clouds().cloud(source.tx(), source.uuid());
        SequenceTally sequences = new SequenceTally(services.machines().sequences(source.tx(), source.uuid()));
        BlockWriter blocks = new BlockWriter(yaml);
        AccountWriter accounts = new AccountWriter(source, yaml, meter);
        NetworkWriter networks = new NetworkWriter(source, yaml, meter);
        StorageWriter storage = new StorageWriter(source, yaml, sequences, meter);

        yaml.number("version", VERSION);
        yaml.text("agent-version", source.model().agentVersion().toString());
        yaml.text("type", source.model().type());
        yaml.text("owner", source.model().owner());
        yaml.map("config", () -> new TreeMap<>(services.models().config(source.tx(), source.uuid()))
                .forEach(yaml::value));
        yaml.number("environ-version", 0);
        accounts.users();
        List<MachineId> machines = new MachineWriter(source, yaml, sequences, meter).write();
        new ApplicationWriter(source, yaml, sequences, meter).write();
        yaml.section("relations", 3, () -> {});
        yaml.section("remote-entities", 1, () -> {});
        yaml.section("relation-networks", 1, () -> {});
        yaml.section("offer-connections", 1, () -> {});
        yaml.section("external-controllers", 1, () -> {});
        networks.spaces();
        networks.devices(machines);
        networks.addresses(machines);
        networks.subnets();
        accounts.images();
        blocks.status("status", "available");
        blocks.noHistory("status-history");
        yaml.section("actions", 4, () -> {});
        yaml.section("operations", 2, () -> {});
        accounts.keys();
        yaml.section("ssh-host-keys", 1, () -> {});
        sequences.write(yaml);
        blocks.constraints(services.models().constraints(source.tx(), source.uuid()));
        yaml.text("cloud", cloud.name());
        yaml.knownText("cloud-region", cloud.region());
        storage.write();
        yaml.section("firewall-rules", 1, () -> {});
        yaml.section("remote-applications", 3, () -> {});
        yaml.text("secret-backend-id", "");
        yaml.section("secrets", 2, () -> {});
        yaml.section("remote-secrets", 1, () -> {});
        empty("sla", "level", "owner", "credentials");
        empty("meter-status", "code", "info");
        yaml.section("virtual-host-keys", 1, () -> {});
    }

    private void empty(String key, String... texts) {
        yaml.map(key, () -> List.of(texts).forEach(text -> yaml.text(text, "")));
    }
}
