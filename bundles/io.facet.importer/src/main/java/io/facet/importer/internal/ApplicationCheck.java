// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.application.api.Unit;
import io.facet.core.MachineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what units refer to, and puts subordinates onto the machines of their principals. */
final class ApplicationCheck {
    private final References references;
    private final Ledger ledger;
    private final boolean machinesNeeded;

    /**
     * @param machinesNeeded whether units sit on machines in this type of model
     */
    ApplicationCheck(References references, Ledger ledger, boolean machinesNeeded) {
        this.references = references;
        this.ledger = ledger;
        this.machinesNeeded = machinesNeeded;
    }

    /** The units, subordinates with the machine of their principal. */
    List<Located<Unit>> placed(List<Located<Unit>> units) {
        List<Located<Unit>> placed = new ArrayList<>(units.size());
        for (Located<Unit> unit : units) {
            placed.add(new Located<>(place(unit.value(), unit.where()), unit.where()));
        }
        return placed;
    }

    private Unit place(Unit unit, Where where) {
        unit.machine().filter(id -> !references.isMachine(id)).ifPresent(id -> {
            throw where.notValid("unit \"" + unit.name() + "\" references non-existent machine \"" + id + "\"");
        });
        if (unit.principal().isEmpty()) {
            if (unit.machine().isEmpty() && machinesNeeded) {
                throw where.notValid(
                        "unit \"" + unit.name() + "\" has no machine; only a subordinate may leave it empty");
            }
            return unit;
        }
        Unit principal = references
                .unit(unit.principal().get())
                .orElseThrow(() -> where.notValid("unit \"" + unit.name() + "\" references non-existent principal \""
                        + unit.principal().get() + "\""));
        Optional<MachineId> machine = principal.machine();
        if (unit.machine().isPresent() && !unit.machine().equals(machine)) {
            throw where.notValid(
                    "unit \"" + unit.name() + "\" is not on the machine of its principal \"" + principal.name() + "\"");
        }
        return new Unit(unit.name(), unit.application(), machine, unit.principal());
    }

    /** Each subordinate that a unit lists exists and names it as its principal; one that is not listed is odd only. */
    void subordinates(Map<String, Located<List<String>>> listed, List<Located<Unit>> units) {
        listed.forEach((principal, names) -> {
            for (String name : names.value()) {
                Optional<Unit> unit = references.unit(name);
                if (unit.flatMap(Unit::principal).filter(principal::equals).isEmpty()) {
                    throw names.where()
                            .notValid("unit \"" + principal + "\" lists subordinate \"" + name + "\", "
                                    + (unit.isEmpty()
                                            ? "which does not exist"
                                            : "which does not name it as principal"));
                }
            }
        });
        for (Located<Unit> unit : units) {
            unit.value().principal().ifPresent(principal -> {
                Located<List<String>> names = listed.get(principal);
                if (names == null || !names.value().contains(unit.value().name())) {
                    ledger.warn("unit \"" + principal + "\" does not list its subordinate \""
                            + unit.value().name() + "\"");
                }
            });
        }
    }

    /** Open ports belong to units that exist. */
    void openPorts(Set<String> units, Where where) {
        List<String> unknown =
                units.stream().filter(unit -> !references.isUnit(unit)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw where.notValid("unknown unit names in open ports: [" + String.join(" ", unknown) + "]");
        }
    }
}
