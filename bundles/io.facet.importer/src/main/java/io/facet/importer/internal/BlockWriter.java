// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Constraints;
import io.facet.core.StatusInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the building blocks that several sections share ({@code model-description.md} section 4). */
final class BlockWriter {
    /** Stands where the format wants a time that Facet does not keep; the format calls it the zero time. */
    static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Map<Constraints.Key, String> NAMES = Map.of(
            Constraints.Key.ARCH, "architecture",
            Constraints.Key.MEM, "memory");

    /** In the order of the reference. */
    private static final List<Constraints.Key> CONSTRAINTS = List.of(
            Constraints.Key.ARCH,
            Constraints.Key.CONTAINER,
            Constraints.Key.CORES,
            Constraints.Key.CPU_POWER,
            Constraints.Key.INSTANCE_ROLE,
            Constraints.Key.INSTANCE_TYPE,
            Constraints.Key.MEM,
            Constraints.Key.ROOT_DISK,
            Constraints.Key.ROOT_DISK_SOURCE,
            Constraints.Key.SPACES,
            Constraints.Key.TAGS,
            Constraints.Key.ZONES,
            Constraints.Key.VIRT_TYPE,
            Constraints.Key.ALLOCATE_PUBLIC_IP,
            Constraints.Key.IMAGE_ID);

    private final YamlWriter yaml;

    BlockWriter(YamlWriter yaml) {
        this.yaml = yaml;
    }

    void status(String key, StatusInfo status) {
        yaml.map(key, () -> {
            yaml.number("version", 2);
            yaml.map("status", () -> {
                yaml.text("value", status.status());
                yaml.knownText("message", status.info());
                if (!status.data().isEmpty()) {
                    yaml.value("data", status.data());
                }
                yaml.time("updated", status.since());
            });
        });
    }

    /** A status of which the format wants to know more than Facet keeps. */
    void status(String key, String value) {
        status(key, new StatusInfo(value, "", Map.of(), NO_TIME));
    }

    /** Facet keeps no history. */
    void noHistory(String key) {
        yaml.section(key, 2, "history", () -> {});
    }

    void tools(AgentBinaryVersion version) {
        yaml.map("tools", () -> {
            yaml.number("version", 2);
            yaml.text("tools-version", version.toString());
            yaml.text("url", "");
            yaml.text("sha256", "");
            yaml.number("size", 0);
        });
    }

    /** Nothing, if there are no constraints. */
    void constraints(Constraints constraints) {
        if (constraints.values().isEmpty()) {
            return;
        }
        yaml.map("constraints", () -> {
            yaml.number("version", 5);
            for (Constraints.Key key : CONSTRAINTS) {
                Object value = constraints.values().get(key);
                if (value != null && !isEmpty(value)) {
                    constraint(name(key), value);
                }
            }
            List<String> empty = CONSTRAINTS.stream()
                    .filter(key -> isEmpty(constraints.values().getOrDefault(key, true)))
                    .map(BlockWriter::name)
                    .toList();
            if (!empty.isEmpty()) {
                yaml.texts(Blocks.EMPTY_CONSTRAINTS, empty);
            }
        });
    }

    private void constraint(String name, Object value) {
        if (value instanceof Long number) {
            yaml.unsigned(name, number);
        } else {
            yaml.value(name, value);
        }
    }

    /** The name that a description has for a constraint. */
    static String name(Constraints.Key key) {
        return NAMES.getOrDefault(key, key.wire());
    }

    private static boolean isEmpty(Object value) {
        return value.equals("") || value.equals(0L) || value.equals(false) || value.equals(List.of());
    }

    /** A number of which 0 would say that it is unknown. */
    void known(String key, OptionalLong number) {
        if (number.isPresent() && number.getAsLong() != 0) {
            yaml.unsigned(key, number.getAsLong());
        }
    }

    void known(String key, Optional<String> text) {
        yaml.knownText(key, text.orElse(""));
    }
}
