// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.MachineId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks that sequences are above the numbers in use, and picks those of machines. */
final class SequenceCheck {
    private final Fields model;
    private final References references;
    private final Ledger ledger;

    SequenceCheck(Fields model, References references, Ledger ledger) {
        this.model = model;
        this.references = references;
        this.ledger = ledger;
    }

    /** The sequences of machines and containers; one that is missing though numbers are used is filled in. */
    Map<String, Long> machineSequences() {
        Fields fields = model.map("sequences");
        Map<String, Long> given = new LinkedHashMap<>();
        for (String name : fields.keys()) {
            long next = fields.integer(name);
            if (next < 0) {
                throw fields.invalid(name, "expected the next number to hand out, got " + next);
            }
            given.put(name, next);
        }
        Map<String, Long> machines = new LinkedHashMap<>();
        given.forEach((name, next) -> {
            if (name.startsWith("machine")) {
                machines.put(name, next);
            }
        });
        references.machineIds().forEach(id -> used(fields, given, machines, new MachineId(id)));
        references.unitNames().forEach(unit -> {
            int slash = unit.indexOf('/');
            String name = "application-" + unit.substring(0, slash);
            above(fields, given, name, Long.parseLong(unit.substring(slash + 1)), "unit \"" + unit + "\"");
        });
        ledger.leaveOut(
                "sequences",
                given.size()
                        - (int) given.keySet().stream()
                                .filter(machines::containsKey)
                                .count());
        return machines;
    }

    private void used(Fields fields, Map<String, Long> given, Map<String, Long> machines, MachineId id) {
        String name = SequenceTally.machineSequence(id);
        String digits = id.value().substring(id.value().lastIndexOf('/') + 1);
        if (digits.length() > 18) {
            throw fields.notValid("machine \"" + id + "\": its number is too large");
        }
        long number = Long.parseLong(digits);
        above(fields, given, name, number, "machine \"" + id + "\"");
        if (!given.containsKey(name)) {
            machines.merge(name, number + 1, Math::max);
        }
    }

    private static void above(Fields fields, Map<String, Long> given, String name, long used, String what) {
        Long next = given.get(name);
        if (next != null && next <= used) {
            throw fields.invalid(name, "the next number is " + next + ", but " + what + " exists");
        }
    }
}
