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
import java.util.Optional;
import java.util.TreeMap;

/** Says which machines have not ended where they should, by what the server knows of them. */
final class Verdict {
    private final Machines machines;

    Verdict(Machines machines) {
        this.machines = machines;
    }

    /** Where those machines are that are not where they should be. */
    Map<MachineId, String> wrong(Map<MachineId, Goal> goals) throws InterruptedException {
        Collection<MachineId> all = goals.keySet();
        Map<MachineId, Result<Life>> lives = machines.ask(client -> client.life(all));
        Map<MachineId, Result<String>> instances = machines.ask(client -> client.instanceId(all));
        Map<MachineId, Result<Status>> agents = machines.ask(client -> client.status(all));
        Map<MachineId, Result<Status>> statuses = machines.ask(client -> client.instanceStatus(all));
        Map<MachineId, String> wrong = new TreeMap<>();
        goals.forEach((machine, goal) -> fault(
                        goal, lives.get(machine), instances.get(machine), agents.get(machine), statuses.get(machine))
                .ifPresent(where -> wrong.put(machine, where)));
        return wrong;
    }

    static Optional<String> fault(
            Goal goal, Result<Life> life, Result<String> instance, Result<Status> agent, Result<Status> status) {
        boolean gone = life.failedWith(ApiException.NOT_FOUND);
        if (goal == Goal.CLEAR) {
            return gone ? Optional.empty() : Optional.of("it is still there, " + text(life));
        }
        if (goal == Goal.LEAVE) {
            return Optional.empty();
        }
        if (gone) {
            return Optional.of("it is gone");
        }
        if (instance.error().isPresent()) {
            return Optional.of("it has no instance: " + instance.error().get() + "; instance status " + text(status));
        }
        boolean runs = goal == Goal.KEEP || has(status, "running") && has(agent, "started");
        return runs
                ? Optional.empty()
                : Optional.of("its instance status is " + text(status) + " and its machine status " + text(agent));
    }

    private static boolean has(Result<Status> result, String status) {
        return result.value().filter(value -> value.status().equals(status)).isPresent();
    }

    private static String text(Result<?> result) {
        return result.value()
                .map(value -> value instanceof Status status
                        ? "\"" + status.status() + "\"" + (status.info().isEmpty() ? "" : " (" + status.info() + ")")
                        : value instanceof Life life ? life.wire() : value.toString())
                .orElseGet(() -> result.error().orElseThrow().toString());
    }
}
