// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.MachineId;
import java.util.Map;
import java.util.TreeMap;

/**
 * The next numbers to hand out ({@code model-description.md} section 3): those that the machine service keeps, and for
 * everything else the first one above what is in use, which is all that an importer may rely on.
 */
final class SequenceTally {
    /** Digits that surely fit a {@code long}. */
    private static final int MAX_DIGITS = 18;

    private final Map<String, Long> next = new TreeMap<>();

    /** @param kept next numbers that are kept, by the names of descriptions */
    SequenceTally(Map<String, Long> kept) {
        next.putAll(kept);
    }

    void machine(MachineId id) {
        used(machineSequence(id), id.value());
    }

    /** The name of the sequence that the number of a machine or container comes from. */
    static String machineSequence(MachineId id) {
        return id.parent()
                .map(parent -> "machine" + parent + id.containerType().orElseThrow() + "Container")
                .orElse("machine");
    }

    void unit(String application, String unit) {
        used("application-" + application, unit);
    }

    /** A volume, filesystem or storage instance, whose number is behind the last slash, if there is one. */
    void storage(String sequence, String id) {
        used(sequence, id);
    }

    private void used(String sequence, String id) {
        String digits = id.substring(id.lastIndexOf('/') + 1);
        if (digits.matches("[0-9]+") && digits.length() <= MAX_DIGITS) {
            next.merge(sequence, Long.parseLong(digits) + 1, Math::max);
        }
    }

    void write(YamlWriter yaml) {
        yaml.map("sequences", () -> next.forEach(yaml::number));
    }
}
