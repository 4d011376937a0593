// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.core.MachineId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * This node of the controller, as its data directory has it.
 *
 * @param id its number, and that of its machine in the controller model
 * @param directory its data directory
 */
record Node(String id, Path directory) {
    private static final String FIRST = "0";

    /**
     * The node whose data lies in the directory; a new directory becomes that of the first node.
     *
     * @throws IllegalStateException naming file and remedy, if the id in it makes no sense
     */
    static Node in(Path directory) {
        Path file = directory.resolve("node-id");
        Optional<String> text = PrivateFiles.read(file);
        if (text.isEmpty()) {
            PrivateFiles.write(file, FIRST + "\n");
            return new Node(FIRST, directory);
        }
        String id = text.get().trim();
        if (!MachineId.isValid(id) || new MachineId(id).isContainer()) {
            throw new IllegalStateException(
                    "cannot use " + file + ": expected the number of this node, such as 0, got \"" + id
                            + "\"; restore the number, or delete the file to make this the first node");
        }
        return new Node(id, directory);
    }

    /** The directory that a setting names; empty for {@code facet} in Karaf's data directory. */
    static Path directory(String setting) {
        return setting.isBlank() ? Path.of(System.getProperty("karaf.data", "data"), "facet") : Path.of(setting.trim());
    }

    /** The machine of this node in the controller model. */
    MachineId machine() {
        return new MachineId(id);
    }

    /** Where the {@code agent.conf} of this node's agent lies. */
    Path agentConf() {
        return directory.resolve("agents").resolve(machine().tag()).resolve("agent.conf");
    }
}
