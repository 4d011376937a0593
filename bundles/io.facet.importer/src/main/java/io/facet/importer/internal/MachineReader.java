// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.FacetException;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads machines and their containers ({@code model-description.md} sections 0 and 5). */
final class MachineReader {
    /**
     * Keys of Facet's own: the statuses that belong to the instance of a machine which has none yet, such as an error of its
     * provisioning. The format keeps them in the instance only.
     */
    static final String INSTANCE_STATUS = "instance-status";

    static final String MODIFICATION_STATUS = "modification-status";

    private final Ledger ledger;
    private final Optional<Base> defaultBase;
    private final List<Located<ImportedMachine>> machines = new ArrayList<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Set<String> portUnits = new LinkedHashSet<>();

    /**
     * @param defaultBase base of the machines whose own is empty
     */
    MachineReader(Ledger ledger, Optional<Base> defaultBase) {
        this.ledger = ledger;
        this.defaultBase = defaultBase;
    }

    Description.Machines read(Fields model) {
        Fields section = model.map("machines");
        int version = section.version(3, 4);
        section.items("machines", "machine", "id").forEach(item -> machine(item, version, Optional.empty()));
        return new Description.Machines(machines, hashes);
    }

    /** Units that machines hold open ports of. */
    Set<String> portUnits() {
        return portUnits;
    }

    private void machine(Fields raw, int version, Optional<Machine> host) {
        Fields fields = raw.as("machine", version);
        MachineId id = id(fields, host);
        Optional<Instance> instance = instance(fields, id, host);
        StatusInfo agent = Blocks.status(fields, "status");
        Optional<AgentBinaryVersion> tools = fields.has("tools") ? Blocks.tools(fields) : Optional.empty();
        Machine machine = new Machine(
                id,
                life(fields),
                base(fields, id),
                Blocks.constraints(fields),
                fields.text("placement", ""),
                jobs(fields),
                fields.text("nonce", ""),
                fields.flag("keep-instance", false),
                tools,
                fields.optionalTexts("supported-containers"),
                instance);
        machines.add(new Located<>(
                new ImportedMachine(machine, agent, instanceStatus(fields, agent), modificationStatus(fields, agent)),
                fields.where()));
        String hash = fields.text("password-hash");
        if (!hash.isEmpty()) {
            hashes.put(id.tag(), hash);
        }
        openPorts(fields);
        fields.leaveOut(
                ledger,
                "machines: ",
                "status-history",
                "annotations",
                "provider-addresses",
                "machine-addresses",
                "preferred-public-address",
                "preferred-private-address",
                "block-devices",
                "hostname",
                "opened-port-ranges");
        fields.items("containers", "container", "id").forEach(item -> machine(item, version, Optional.of(machine)));
    }

    private static MachineId id(Fields fields, Optional<Machine> host) {
        String text = fields.text("id");
        if (text.isEmpty()) {
            throw fields.notValid("machine missing id not valid");
        }
        if (!MachineId.isValid(text)) {
            throw fields.invalid("id", "machine id \"" + text + "\" not valid");
        }
        MachineId id = new MachineId(text);
        Optional<MachineId> hostId = host.map(Machine::id);
        if (!id.parent().equals(hostId)) {
            throw fields.notValid(
                    hostId.map(machine -> "container \"" + id + "\" is nested in machine \"" + machine + "\"")
                            .orElse("container \"" + id + "\" is not nested in its host"));
        }
        String type = fields.text("container-type", "");
        if (!type.isEmpty() && !id.containerType().equals(Optional.of(type))) {
            throw fields.notValid("machine \"" + id + "\" has container type \"" + type + "\", which its id does not");
        }
        return id;
    }

    private static Life life(Fields fields) {
        String text = fields.text("life", Life.ALIVE.wire());
        try {
            return Life.parse(text);
        } catch (FacetException e) {
            throw fields.invalid("life", "expected alive, dying or dead, got \"" + text + "\"");
        }
    }

    private Base base(Fields fields, MachineId id) {
        String text = fields.text("base");
        String problem = "machine \"" + id + "\" base \"" + text + "\" not valid";
        if (text.isEmpty()) {
            return defaultBase.orElseThrow(
                    () -> fields.notValid(problem + ": it is empty, and so is default-base of the model"));
        }
        int at = text.indexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            throw fields.notValid(problem);
        }
        return Base.parse(text);
    }

    private static List<String> jobs(Fields fields) {
        List<String> jobs = new ArrayList<>();
        for (String job : fields.texts("jobs")) {
            jobs.add(
                    switch (job) {
                        case "host-units" -> Machine.JOB_HOST_UNITS;
                        case "api-server" -> Machine.JOB_MANAGE_MODEL;
                        default -> throw fields.problem("unknown machine job: \"" + job + "\"");
                    });
        }
        return jobs;
    }

    private Optional<Instance> instance(Fields machine, MachineId id, Optional<Machine> host) {
        Optional<Fields> found = machine.optionalMap("instance");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int version = found.get().version(2, 6);
        Fields fields = found.get().as("instance", version);
        String instanceId = fields.text("instance-id");
        if (instanceId.isEmpty()) {
            throw fields.notValid("machine \"" + id + "\" instance: instance missing id not valid");
        }
        Optional<String> hostArch =
                host.flatMap(Machine::instance).flatMap(i -> i.hardware().arch());
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                fields.knownText("architecture").or(() -> hostArch),
                fields.known("memory"),
                fields.known("root-disk"),
                version >= 5 ? fields.knownText("root-disk-source") : Optional.empty(),
                fields.known("cores"),
                fields.known("cpu-power"),
                fields.optionalTexts("tags").orElse(List.of()),
                fields.knownText("availability-zone"),
                version >= 6 ? fields.knownText("virt-type") : Optional.empty());
        List<String> profiles =
                version >= 3 ? fields.optionalTexts("charm-profiles").orElse(List.of()) : List.of();
        fields.leaveOut(ledger, "machines: instance ", "status-history");
        return Optional.of(new Instance(instanceId, fields.text("display-name", ""), hardware, profiles));
    }

    private static StatusInfo instanceStatus(Fields machine, StatusInfo agent) {
        return machine.optionalMap("instance")
                .map(instance -> Blocks.status(instance.as("instance", instance.version(2, 6)), "status"))
                .orElseGet(() -> withoutInstance(machine, INSTANCE_STATUS, "pending", agent));
    }

    private static StatusInfo modificationStatus(Fields machine, StatusInfo agent) {
        return machine.optionalMap("instance")
                .filter(instance -> instance.version(2, 6) >= 4 && instance.has(MODIFICATION_STATUS))
                .map(instance -> Blocks.status(instance, MODIFICATION_STATUS))
                .orElseGet(() -> withoutInstance(machine, MODIFICATION_STATUS, "idle", agent));
    }

    private static StatusInfo withoutInstance(Fields machine, String key, String initial, StatusInfo agent) {
        return !machine.has("instance") && machine.has(key)
                ? Blocks.status(machine, key)
                : new StatusInfo(initial, "", Map.of(), agent.since());
    }

    private void openPorts(Fields machine) {
        machine.optionalMap("opened-port-ranges")
                .flatMap(ports -> ports.optionalMap("machine-port-ranges"))
                .ifPresent(byUnit -> portUnits.addAll(byUnit.keys()));
    }
}
