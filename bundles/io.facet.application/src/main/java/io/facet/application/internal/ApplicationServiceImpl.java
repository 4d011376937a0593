// SPDX-License-Identifier: Apache-2.0
package io.facet.application.internal;

import io.facet.application.api.Application;
import io.facet.application.api.ApplicationService;
import io.facet.application.api.Unit;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineParticipant;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The applications and units of a model, on the store. */
@Component(immediate = true)
public final class ApplicationServiceImpl implements ApplicationService, ModelParticipant, MachineParticipant {

    private static final ModelTables TABLES =
            ModelTables.of("application", "application_binding", "application_lxd_profile", "application_unit");

    private final ApplicationTable applications;
    private final UnitTable units;

    @Activate
    public ApplicationServiceImpl(@Reference Store store) {
        Sql sql = new Sql();
        applications = new ApplicationTable(sql);
        units = new UnitTable(sql);
        store.migrate(new SchemaScripts("application", getClass().getClassLoader(), "db/migration/application", 1));
    }

    @Override
    public Map<MachineId, List<Unit>> unitsOn(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return units.on(tx, modelUuid, machines).stream()
                .sorted(Comparator.comparing(Unit::name))
                .collect(
                        Collectors.groupingBy(unit -> unit.machine().orElseThrow(), TreeMap::new, Collectors.toList()));
    }

    @Override
    public Map<String, List<Unit>> principalUnits(Transaction tx, String modelUuid, Collection<String> names) {
        return units.of(tx, modelUuid, names).stream()
                .filter(unit -> unit.principal().isEmpty())
                .sorted(Comparator.comparing(Unit::name))
                .collect(Collectors.groupingBy(Unit::application, TreeMap::new, Collectors.toList()));
    }

    @Override
    public Map<String, Application> applications(Transaction tx, String modelUuid, Collection<String> names) {
        return applications.find(tx, modelUuid, names);
    }

    @Override
    public List<Application> allApplications(Transaction tx, String modelUuid) {
        return List.copyOf(applications
                .find(tx, modelUuid, applications.names(tx, modelUuid))
                .values());
    }

    @Override
    public List<Unit> allUnits(Transaction tx, String modelUuid) {
        return units.all(tx, modelUuid).stream()
                .sorted(Comparator.comparing(Unit::name))
                .toList();
    }

    @Override
    public void importApplications(Transaction tx, String modelUuid, Collection<Application> imported) {
        applications.insert(tx, modelUuid, imported);
    }

    /** A subordinate that names no machine gets that of its principal, which comes with it or came before. */
    @Override
    public void importUnits(Transaction tx, String modelUuid, Collection<Unit> imported) {
        Map<String, MachineId> machineByUnit = new HashMap<>();
        imported.forEach(unit -> unit.machine().ifPresent(machine -> machineByUnit.put(unit.name(), machine)));
        List<String> earlier = imported.stream()
                .filter(unit -> unit.machine().isEmpty())
                .flatMap(unit -> unit.principal().stream())
                .filter(principal -> !machineByUnit.containsKey(principal))
                .distinct()
                .toList();
        units.named(tx, modelUuid, earlier)
                .forEach(unit -> unit.machine().ifPresent(machine -> machineByUnit.put(unit.name(), machine)));
        units.insert(
                tx,
                modelUuid,
                imported.stream().map(unit -> placed(unit, machineByUnit)).toList());
    }

    private static Unit placed(Unit unit, Map<String, MachineId> machineByUnit) {
        Optional<MachineId> machine = unit.machine().or(() -> unit.principal().map(machineByUnit::get));
        return new Unit(unit.name(), unit.application(), machine, unit.principal());
    }

    /** Clears what is left on the machines; one that still has principal units is not let go before. */
    @Override
    public void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        units.deleteOn(tx, modelUuid, ids);
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return TABLES.counts(tx, modelUuid, Map.of("applications", "application", "units", "application_unit"));
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }
}
