// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.client.provisioner.ProvisioningInfo;
import io.facet.core.Constraints;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A cloud without machines: an instance takes a moment to start and has the hardware that was asked for. */
final class SimulatedCloud {
    private static final long DEFAULT_SLOWEST_START_MS = 1_200;
    private static final int FASTEST_SHARE = 4;
    private static final long DEFAULT_CORES = 2;
    private static final long DEFAULT_MEM_MIB = 4_096;
    private static final long DEFAULT_ROOT_DISK_MIB = 20_480;
    private static final int SHORT_UUID = 6;
    private static final String ZONE_PLACEMENT = "zone=";

    private final String namespace;
    private final long slowestStartMs;
    private final Map<MachineId, SimulatedInstance> instances = new ConcurrentHashMap<>();
    /** Machines that have failed and will start at the next attempt. */
    private final Set<MachineId> failedOnce = ConcurrentHashMap.newKeySet();
    /** Machines that fail at the first attempt. */
    private final Set<MachineId> unlucky = ConcurrentHashMap.newKeySet();

    SimulatedCloud(String modelUuid) {
        this(modelUuid, DEFAULT_SLOWEST_START_MS);
    }

    SimulatedCloud(String modelUuid, long slowestStartMs) {
        this.slowestStartMs = slowestStartMs;
        this.namespace = modelUuid.substring(Math.max(0, modelUuid.length() - SHORT_UUID));
    }

    /** An instance that runs. */
    record SimulatedInstance(String id, String displayName, HardwareCharacteristics hardware) {}

    /** The cloud could not start an instance just now. */
    static final class OutOfCapacityException extends Exception {
        private static final long serialVersionUID = 1L;

        OutOfCapacityException(String zone) {
            super("no free capacity" + (zone.isEmpty() ? "" : " in zone " + zone) + ", try again later");
        }
    }

    /** Makes the next attempt to start this machine fail. */
    void failOnce(MachineId machine) {
        unlucky.add(machine);
    }

    /** Starts the instance of a machine; one that runs already is returned at once. */
    SimulatedInstance start(MachineId machine, ProvisioningInfo wanted)
            throws OutOfCapacityException, InterruptedException {
        SimulatedInstance running = instances.get(machine);
        if (running != null) {
            return running;
        }
        Thread.sleep(startMs(machine));
        HardwareCharacteristics hardware = hardware(machine, wanted);
        if (unlucky.contains(machine) && failedOnce.add(machine)) {
            throw new OutOfCapacityException(hardware.availabilityZone().orElse(""));
        }
        String name = namespace + "-" + machine.value().replace('/', '-');
        SimulatedInstance started = new SimulatedInstance("sim-" + name, "juju-" + name, hardware);
        instances.put(machine, started);
        return started;
    }

    /** From a quarter of the slowest on; the same for each run, and different for neighbours. */
    private long startMs(MachineId machine) {
        long fastest = slowestStartMs / FASTEST_SHARE;
        return fastest + Math.floorMod(machine.value().hashCode() * 137L, slowestStartMs - fastest);
    }

    private static HardwareCharacteristics hardware(MachineId machine, ProvisioningInfo wanted) {
        Constraints constraints = wanted.constraints();
        return new HardwareCharacteristics(
                Optional.of(constraints.text(Constraints.Key.ARCH).orElse("amd64")),
                number(constraints, Constraints.Key.MEM, DEFAULT_MEM_MIB),
                number(constraints, Constraints.Key.ROOT_DISK, DEFAULT_ROOT_DISK_MIB),
                constraints.text(Constraints.Key.ROOT_DISK_SOURCE),
                number(constraints, Constraints.Key.CORES, DEFAULT_CORES),
                constraints.values().containsKey(Constraints.Key.CPU_POWER)
                        ? number(constraints, Constraints.Key.CPU_POWER, 0)
                        : OptionalLong.empty(),
                constraints.list(Constraints.Key.TAGS).stream()
                        .filter(tag -> !tag.startsWith("^"))
                        .toList(),
                zone(machine, wanted),
                constraints.text(Constraints.Key.VIRT_TYPE));
    }

    private static OptionalLong number(Constraints constraints, Constraints.Key key, long fallback) {
        Long value = (Long) constraints.values().get(key);
        return OptionalLong.of(value == null || value == 0 ? fallback : value);
    }

    /** The zone that the placement names, else one of those that constraints or subnets allow. */
    private static Optional<String> zone(MachineId machine, ProvisioningInfo wanted) {
        if (wanted.placement().startsWith(ZONE_PLACEMENT)) {
            return Optional.of(wanted.placement().substring(ZONE_PLACEMENT.length()));
        }
        List<String> zones = wanted.constraints().list(Constraints.Key.ZONES);
        if (zones.isEmpty()) {
            Set<String> reachable = new TreeSet<>();
            wanted.subnetZones().values().forEach(reachable::addAll);
            zones = new ArrayList<>(reachable);
        }
        return zones.isEmpty()
                ? Optional.empty()
                : Optional.of(zones.get(Math.floorMod(machine.value().hashCode(), zones.size())));
    }
}
