// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The hardware of a started instance; what is absent is unknown. Numbers are unsigned 64 bit values.
 *
 * @param arch architecture, such as {@code amd64}
 * @param mem memory in MiB
 * @param rootDisk root disk in MiB
 * @param rootDiskSource where the root disk comes from
 * @param cpuCores number of cores
 * @param cpuPower 100 is one EC2 compute unit
 * @param tags provider tags, empty if none
 * @param availabilityZone availability zone
 * @param virtType kind of virtualisation
 */
public record HardwareCharacteristics(
        Optional<String> arch,
        OptionalLong mem,
        OptionalLong rootDisk,
        Optional<String> rootDiskSource,
        OptionalLong cpuCores,
        OptionalLong cpuPower,
        List<String> tags,
        Optional<String> availabilityZone,
        Optional<String> virtType) {

    /** Nothing known. */
    public static final HardwareCharacteristics UNKNOWN = new HardwareCharacteristics(
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public HardwareCharacteristics {
        tags = List.copyOf(tags);
    }
}
