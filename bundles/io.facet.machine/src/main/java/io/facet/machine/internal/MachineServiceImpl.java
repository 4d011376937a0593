// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineParticipant;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.NewMachine;
import io.facet.machine.api.StatusKind;
import io.facet.machine.internal.MachineTable.MachineLife;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machines of a model, on the store. Owns the sweep that completes removals. */
@Component(
        service = {MachineService.class, ModelParticipant.class},
        configurationPid = "io.facet.machine",
        immediate = true)
@Designate(ocd = MachineConfig.class)
public final class MachineServiceImpl implements MachineService, ModelParticipant {

    private static final Logger LOG = LoggerFactory.getLogger(MachineServiceImpl.class);

    private final MachineTable machines;
    private final InstanceTable instances;
    private final InstanceRecords instanceRecords;
    private final StatusTable statuses;
    private final Additions additions;
    private final Participants participants;
    private final Removals removals;
    private final RemovalSweep sweep;
    private final SupportedContainers supportedContainers;

    @Activate
    public MachineServiceImpl(@Reference Store store, MachineConfig config) {
        this(store, Clock.systemUTC(), RemovalSweep.interval(config));
    }

    /** A service without a container around it; {@link #deactivate} ends it. */
    public MachineServiceImpl(Store store, Clock clock, Duration sweepInterval) {
        Sql sql = new Sql();
        machines = new MachineTable(sql);
        instances = new InstanceTable(sql);
        instanceRecords = new InstanceRecords(machines, instances);
        statuses = new StatusTable(sql);
        additions = new Additions(machines, instances, statuses, new MachineNumbers(sql, machines), clock);
        supportedContainers = new SupportedContainers(machines, statuses, clock);
        participants = new Participants(sql, store);
        removals = new Removals(sql, machines, participants);
        store.migrate(new SchemaScripts("machine", getClass().getClassLoader(), "db/migration/machine", 3));
        sweep = new RemovalSweep(store, removals);
        sweep.every(sweepInterval);
    }

    @Modified
    void modified(MachineConfig config) {
        try {
            sweep.every(RemovalSweep.interval(config));
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The settings stay as they were", e.getMessage());
        }
    }

    /** Stops the sweep. */
    @Deactivate
    public void deactivate() {
        sweep.close();
    }

    /** From now on no machine goes without the participant. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addParticipant(MachineParticipant participant, Map<String, ?> properties) {
        participants.join(participant, properties);
    }

    /** No machine goes until the participant, or its successor, is back; it may be registered once more. */
    void removeParticipant(MachineParticipant participant, Map<String, ?> properties) {
        participants.leave(participant, properties);
    }

    /** A participant without a container around it. */
    public void bindParticipant(MachineParticipant participant) {
        addParticipant(participant, Map.of());
    }

    @Override
    public Map<MachineId, Machine> machines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        Map<MachineId, Machine> found = new TreeMap<>();
        machines.find(tx, modelUuid, ids).forEach(machine -> found.put(machine.id(), machine));
        return found;
    }

    @Override
    public List<Machine> allMachines(Transaction tx, String modelUuid) {
        return machines.all(tx, modelUuid).stream()
                .sorted(Comparator.comparing(Machine::id))
                .toList();
    }

    @Override
    public List<Machine> controllers(Transaction tx, String modelUuid) {
        return machines.controllers(tx, modelUuid).stream()
                .sorted(Comparator.comparing(Machine::id))
                .toList();
    }

    @Override
    public Map<MachineId, Life> topLevelLives(Transaction tx, String modelUuid) {
        return byId(machines.children(tx, modelUuid, List.of("")));
    }

    @Override
    public Map<MachineId, Life> containerLives(Transaction tx, String modelUuid, MachineId host, String containerType) {
        return byId(machines.children(tx, modelUuid, List.of(host.value())).stream()
                .filter(container ->
                        containerType.isEmpty() || containerType.equals(SupportedContainers.typeOf(container.id())))
                .toList());
    }

    @Override
    public Map<MachineId, List<MachineId>> containers(Transaction tx, String modelUuid, Collection<MachineId> hosts) {
        return machines.children(tx, modelUuid, MachineTable.values(hosts)).stream()
                .map(MachineLife::id)
                .sorted()
                .collect(Collectors.groupingBy(
                        container -> container.parent().orElseThrow(), TreeMap::new, Collectors.toList()));
    }

    @Override
    public Map<MachineId, StatusInfo> statuses(
            Transaction tx, String modelUuid, StatusKind kind, Collection<MachineId> ids) {
        return infos(statuses.find(tx, modelUuid, kind, ids));
    }

    @Override
    public Map<MachineId, StatusInfo> instanceErrors(Transaction tx, String modelUuid) {
        return infos(statuses.instanceErrors(tx, modelUuid));
    }

    @Override
    public void setStatus(Transaction tx, String modelUuid, StatusKind kind, MachineId id, StatusInfo status) {
        lifeOf(tx, modelUuid, id);
        StatusTable.Entry entry = new StatusTable.Entry(id, kind, status);
        if (statuses.find(tx, modelUuid, kind, List.of(id)).stream().noneMatch(entry::sameAs)) {
            statuses.put(tx, modelUuid, List.of(entry));
        }
    }

    @Override
    public MachineId add(Transaction tx, String modelUuid, NewMachine machine) {
        return additions.add(tx, modelUuid, machine);
    }

    @Override
    public void setInstance(Transaction tx, String modelUuid, MachineId id, String nonce, Instance instance) {
        instanceRecords.set(tx, modelUuid, id, nonce, instance);
    }

    @Override
    public void clearInstance(Transaction tx, String modelUuid, MachineId id) {
        Machine machine = require(tx, modelUuid, id);
        if (machine.instance().isPresent()) {
            instances.delete(tx, modelUuid, id);
            machines.setNonce(tx, modelUuid, id, "");
            recordChanged(tx, id, machine.life());
        }
    }

    @Override
    public void setNonce(Transaction tx, String modelUuid, MachineId id, String nonce) {
        Life life = lifeOf(tx, modelUuid, id);
        machines.setNonce(tx, modelUuid, id, nonce);
        recordChanged(tx, id, life);
    }

    @Override
    public void setCharmProfiles(Transaction tx, String modelUuid, MachineId id, List<String> profiles) {
        Machine machine = require(tx, modelUuid, id);
        if (profiles.isEmpty()) {
            return;
        }
        Instance instance =
                machine.instance().orElseThrow(() -> FacetException.notProvisioned("machine \"" + id.tag() + "\""));
        if (!instance.charmProfiles().equals(profiles)) {
            instances.setCharmProfiles(tx, modelUuid, id, profiles);
        }
    }

    @Override
    public void setKeepInstance(Transaction tx, String modelUuid, MachineId id, boolean keep) {
        Machine machine = require(tx, modelUuid, id);
        if (machine.keepInstance() != keep) {
            machines.setKeepInstance(tx, modelUuid, id, keep);
            recordChanged(tx, id, machine.life());
        }
    }

    @Override
    public void setSupportedContainers(Transaction tx, String modelUuid, MachineId id, List<String> types) {
        supportedContainers.set(tx, modelUuid, require(tx, modelUuid, id), types);
    }

    @Override
    public void setLife(Transaction tx, String modelUuid, MachineId id, Life life) {
        Life present = lifeOf(tx, modelUuid, id);
        if (life.compareTo(present) < 0) {
            throw FacetException.uncoded(
                    "machine " + id + " is " + present.wire() + " and cannot become " + life.wire() + " again");
        }
        if (life != present) {
            machines.setLife(tx, modelUuid, id, life);
            lifeChanged(tx, id, life.wire());
        }
    }

    @Override
    public void markForRemoval(Transaction tx, String modelUuid, MachineId id) {
        if (removals.isMarked(tx, modelUuid, id)) {
            return;
        }
        if (lifeOf(tx, modelUuid, id) != Life.DEAD) {
            throw FacetException.uncoded("cannot remove machine " + id + ": machine is not dead");
        }
        removals.mark(tx, modelUuid, id);
        sweep.soon();
    }

    @Override
    public void remove(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        removals.remove(tx, modelUuid, ids);
    }

    @Override
    public void importMachines(Transaction tx, String modelUuid, Collection<ImportedMachine> imported) {
        additions.importMachines(tx, modelUuid, imported);
    }

    @Override
    public Map<String, Long> sequences(Transaction tx, String modelUuid) {
        return additions.sequences(tx, modelUuid);
    }

    @Override
    public void importSequences(Transaction tx, String modelUuid, Map<String, Long> sequences) {
        additions.importSequences(tx, modelUuid, sequences);
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return machines.counts(tx, modelUuid);
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        removals.removeModel(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        Removals.TABLES.move(tx, fromUuid, toUuid);
        // Watchers of the model that was replaced are still there; they have heard that its machines are gone.
        machines.lives(tx, toUuid)
                .forEach(machine -> lifeChanged(tx, machine.id(), machine.life().wire()));
    }

    /** Tells the watchers of the host, or of the model, about a machine. */
    static void lifeChanged(Transaction tx, MachineId id, String value) {
        tx.changed(LIFE_NAMESPACE, MachineTable.parent(id), id.value(), value);
    }

    /** A dead machine is reported by the start time watcher whenever its record changes. */
    private static void recordChanged(Transaction tx, MachineId id, Life life) {
        if (life == Life.DEAD) {
            tx.changed(AGENT_START_NAMESPACE, MachineTable.parent(id), id.value(), life.wire());
        }
    }

    private Machine require(Transaction tx, String modelUuid, MachineId id) {
        return machines.find(tx, modelUuid, List.of(id)).stream()
                .findAny()
                .orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private Life lifeOf(Transaction tx, String modelUuid, MachineId id) {
        return machines.lives(tx, modelUuid, List.of(id)).stream()
                .map(MachineLife::life)
                .findAny()
                .orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private static Map<MachineId, StatusInfo> infos(Collection<StatusTable.Entry> entries) {
        Map<MachineId, StatusInfo> infos = new TreeMap<>();
        entries.forEach(entry -> infos.put(entry.machine(), entry.info()));
        return infos;
    }

    private static Map<MachineId, Life> byId(Collection<MachineLife> lives) {
        Map<MachineId, Life> byId = new TreeMap<>();
        lives.forEach(machine -> byId.put(machine.id(), machine.life()));
        return byId;
    }
}
