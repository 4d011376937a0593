// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.MachineId;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machines, applications and units of a description, for everything that refers to them. */
final class References {
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Application> applications = new LinkedHashMap<>();
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, List<String>> unitsByApplication = new LinkedHashMap<>();

    /** Collects them; one that is there twice is refused. */
    References(Description.Machines machines, Description.Applications applications) {
        for (Located<ImportedMachine> machine : machines.machines()) {
            String id = machine.value().machine().id().value();
            unique(this.machines.putIfAbsent(id, machine.value().machine()), machine, "machine", id);
        }
        for (Located<Application> application : applications.applications()) {
            String name = application.value().name();
            unique(this.applications.putIfAbsent(name, application.value()), application, "application", name);
        }
        for (Located<Unit> unit : applications.units()) {
            String name = unit.value().name();
            unique(units.putIfAbsent(name, unit.value()), unit, "unit", name);
            unitsByApplication
                    .computeIfAbsent(unit.value().application(), key -> new ArrayList<>())
                    .add(name);
        }
    }

    private static void unique(Object before, Located<?> now, String kind, String id) {
        if (before != null) {
            throw now.where().notValid(kind + " \"" + id + "\" is there twice");
        }
    }

    boolean isMachine(String id) {
        return machines.containsKey(id);
    }

    boolean isMachine(MachineId id) {
        return machines.containsKey(id.value());
    }

    boolean isUnit(String name) {
        return units.containsKey(name);
    }

    boolean isApplication(String name) {
        return applications.containsKey(name);
    }

    /** Whether something of this name can own storage. */
    boolean isOwner(String name) {
        return isUnit(name) || isApplication(name);
    }

    /** The units of one application, in document order. */
    List<String> unitsOf(String application) {
        return unitsByApplication.getOrDefault(application, List.of());
    }

    Optional<Unit> unit(String name) {
        return Optional.ofNullable(units.get(name));
    }

    Set<String> machineIds() {
        return machines.keySet();
    }

    Set<String> unitNames() {
        return units.keySet();
    }
}
