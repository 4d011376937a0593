// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.client.ApiException;
import io.facet.client.provisioner.Result;
import io.facet.client.provisioner.Status;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.demo.Report.Goal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a provisioner makes of machines that were reported ({@code provisioner.md} section 6 at its end).
 *
 * @param goals what is to become of each; machines that are gone are absent
 * @param dying those to clear that have to be made dead first
 */
record Partition(Map<MachineId, Goal> goals, Set<MachineId> dying) {

    /** Asks for life, instance and statuses of all in four calls. */
    static Partition of(Machines machines, Collection<MachineId> reported) throws InterruptedException {
        Map<MachineId, Result<Life>> lives = machines.ask(client -> client.life(reported));
        Map<MachineId, Result<String>> instances = machines.ask(client -> client.instanceId(reported));
        Map<MachineId, Result<Status>> agents = machines.ask(client -> client.status(reported));
        Map<MachineId, Result<Status>> statuses = machines.ask(client -> client.instanceStatus(reported));
        Map<MachineId, Goal> goals = new TreeMap<>();
        Set<MachineId> dying = new TreeSet<>();
        for (MachineId machine : reported) {
            Result<Life> life = lives.get(machine);
            if (life.failedWith(ApiException.NOT_FOUND)) {
                continue;
            }
            boolean provisioned = !instances.get(machine).failedWith(ApiException.NOT_PROVISIONED);
            Goal goal = goal(life.orThrow(), provisioned, agents.get(machine), statuses.get(machine));
            goals.put(machine, goal);
            if (goal == Goal.CLEAR && life.orThrow() == Life.DYING) {
                dying.add(machine);
            }
        }
        return new Partition(goals, dying);
    }

    /** The machines with a goal, in id order. */
    Collection<MachineId> with(Goal goal) {
        return goals.entrySet().stream()
                .filter(entry -> entry.getValue() == goal)
                .map(Map.Entry::getKey)
                .toList();
    }

    static Goal goal(Life life, boolean provisioned, Result<Status> agent, Result<Status> instance) {
        return switch (life) {
            case DEAD -> Goal.CLEAR;
            // With an instance it is up to its own agent to say that it is done.
            case DYING -> provisioned ? Goal.LEAVE : Goal.CLEAR;
            case ALIVE ->
                provisioned
                        ? Goal.KEEP
                        : has(agent, "pending") || has(instance, "allocating") ? Goal.START : Goal.LEAVE;
        };
    }

    private static boolean has(Result<Status> result, String status) {
        return result.value().filter(value -> value.status().equals(status)).isPresent();
    }
}
