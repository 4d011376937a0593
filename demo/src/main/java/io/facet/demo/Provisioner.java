// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.client.ApiException;
import io.facet.client.provisioner.NewInstance;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.client.provisioner.ProvisioningInfo;
import io.facet.client.provisioner.Result;
import io.facet.client.provisioner.Status;
import io.facet.client.provisioner.TransientError;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.demo.Report.Goal;
import io.facet.demo.SimulatedCloud.OutOfCapacityException;
import io.facet.demo.SimulatedCloud.SimulatedInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * Brings the machines of a model to where they belong, with the calls that Juju's own provisioner makes, in its order
 * ({@code provisioner.md} section 6 at its end, and section 8).
 */
final class Provisioner {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Machines machines;
    private final SimulatedCloud cloud;
    private final Progress progress;
    private final String agentTag;
    private final int workers;
    private final Map<MachineId, Goal> goals = new TreeMap<>();
    private final Set<MachineId> recovered = new TreeSet<>();
    private boolean someoneFailed;

    Provisioner(Machines machines, SimulatedCloud cloud, Progress progress, String agentTag, int workers) {
        this.machines = machines;
        this.cloud = cloud;
        this.progress = progress;
        this.agentTag = agentTag;
        this.workers = workers;
    }

    /** Works until the watcher has nothing new, then looks where every machine has ended. */
    Report run() throws InterruptedException {
        long start = System.nanoTime();
        progress.note("Connected to " + machines.server() + " as " + agentTag);
        ExecutorService pool = Executors.newFixedThreadPool(workers + 1);
        try {
            Set<MachineId> reported = machines.next();
            while (!reported.isEmpty()) {
                provision(reported, pool);
                reported = machines.more();
            }
        } finally {
            pool.shutdownNow();
        }
        Map<MachineId, String> wrong = new Verdict(machines).wrong(goals);
        return new Report(goals, wrong, recovered.size(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void provision(Set<MachineId> reported, ExecutorService pool) throws InterruptedException {
        Partition partition = Partition.of(machines, reported);
        partition.goals().forEach((machine, goal) -> {
            // A machine that this demo has started or cleared away is reported once more, and not to be counted again.
            if (!goals.containsKey(machine) || goal == Goal.CLEAR) {
                goals.put(machine, goal);
            }
        });
        Collection<MachineId> toStart = partition.with(Goal.START);
        Collection<MachineId> toClear = partition.with(Goal.CLEAR);
        if (toStart.isEmpty() && toClear.isEmpty()) {
            return;
        }
        progress.note(reported.size() + " machines: " + toStart.size() + " to start, " + toClear.size()
                + " to clear away, " + (reported.size() - toStart.size() - toClear.size()) + " to leave as they are");
        progress.expect(toStart.size() + toClear.size());
        Future<?> clearing = pool.submit(() -> clear(toClear, partition.dying()));
        pickUnlucky(toStart);
        start(toStart, pool);
        recover(toStart, pool);
        join(clearing);
    }

    /** In every run one machine fails at first, to show how such an error is mended. */
    private void pickUnlucky(Collection<MachineId> toStart) {
        if (!someoneFailed && !toStart.isEmpty()) {
            someoneFailed = true;
            cloud.failOnce(List.copyOf(toStart).get(toStart.size() / 2));
        }
    }

    private void start(Collection<MachineId> toStart, ExecutorService pool) throws InterruptedException {
        if (toStart.isEmpty()) {
            return;
        }
        Map<MachineId, Result<ProvisioningInfo>> infos = machines.ask(client -> client.provisioningInfo(toStart));
        set(ProvisionerClient::setInstanceStatus, toStart, Status.of("allocating", "starting"));
        List<Future<?>> running = new ArrayList<>();
        for (MachineId machine : toStart) {
            Result<ProvisioningInfo> info = infos.get(machine);
            if (info.error().isPresent()) {
                fail(machine, info.error().get().toString(), false);
            } else {
                running.add(pool.submit(asCall(() -> startOne(machine, info.orThrow()))));
            }
        }
        for (Future<?> one : running) {
            join(one);
        }
    }

    private void startOne(MachineId machine, ProvisioningInfo info) throws InterruptedException {
        progress.at(machine, "starting " + info.base() + "  " + info.constraints());
        SimulatedInstance instance;
        try {
            instance = cloud.start(machine, info);
        } catch (OutOfCapacityException e) {
            fail(machine, e.getMessage(), true);
            return;
        }
        progress.at(machine, "recording " + instance.id());
        NewInstance recorded = new NewInstance(
                machine,
                instance.id(),
                instance.displayName(),
                agentTag + ":" + UUID.randomUUID(),
                instance.hardware());
        ApiException refused = machines.ask(client -> client.setInstanceInfo(List.of(recorded)))
                .get(machine);
        if (refused != null && !isRecorded(machine, instance.id())) {
            fail(machine, refused.toString(), false);
            return;
        }
        set(ProvisionerClient::setInstanceStatus, List.of(machine), Status.of("running", "Running"));
        // The agent on a real instance says this itself.
        set(ProvisionerClient::setStatus, List.of(machine), Status.of("started"));
        progress.done(machine, "runs as " + instance.id() + describe(instance));
    }

    /** Whether an answer was lost with its connection, so that the repeated call found the work done. */
    private boolean isRecorded(MachineId machine, String instanceId) throws InterruptedException {
        Result<String> recorded =
                machines.ask(client -> client.instanceId(List.of(machine))).get(machine);
        return recorded.value().filter(instanceId::equals).isPresent();
    }

    private void fail(MachineId machine, String reason, boolean passing) throws InterruptedException {
        progress.note("  ! machine " + machine + " failed" + (passing ? " for now: " : ": ") + reason);
        progress.at(machine, "failed: " + reason);
        set(
                ProvisionerClient::setInstanceStatus,
                List.of(machine),
                new Status("provisioning error", reason, passing ? Map.of("transient", true) : Map.of()));
    }

    /** Starts those again whose error may have passed. */
    private void recover(Collection<MachineId> started, ExecutorService pool) throws InterruptedException {
        List<MachineId> failed = machines.ask(ProvisionerClient::machinesWithTransientErrors).stream()
                .filter(error -> error.life() == Life.ALIVE)
                .map(TransientError::machine)
                .toList();
        if (failed.isEmpty()) {
            return;
        }
        progress.note("Trying again where the error may have passed: machine "
                + String.join(", ", failed.stream().map(MachineId::value).toList()));
        set(ProvisionerClient::setStatus, failed, Status.of("pending"));
        set(ProvisionerClient::setInstanceStatus, failed, Status.of("allocating"));
        set(ProvisionerClient::setModificationStatus, failed, Status.of("idle"));
        progress.expect((int)
                failed.stream().filter(machine -> !started.contains(machine)).count());
        failed.forEach(machine -> goals.put(machine, Goal.START));
        start(failed, pool);
        recovered.addAll(failed);
    }

    /** Makes dying ones dead, hands all to the removal, and waits until they are gone: no event tells of that. */
    private Void clear(Collection<MachineId> toClear, Collection<MachineId> dying) throws InterruptedException {
        if (toClear.isEmpty()) {
            return null;
        }
        Set<MachineId> left = new TreeSet<>(toClear);
        report(left, "make dead", machines.ask(client -> client.ensureDead(dying)));
        report(left, "remove", machines.ask(client -> client.markMachinesForRemoval(List.copyOf(left))));
        left.forEach(machine -> progress.at(machine, "waiting for its removal"));
        while (!left.isEmpty() && !machines.deadline().passed()) {
            machines.ask(client -> client.life(List.copyOf(left))).forEach((machine, life) -> {
                if (life.failedWith(ApiException.NOT_FOUND)) {
                    left.remove(machine);
                    progress.done(machine, "is cleared away");
                }
            });
            if (!left.isEmpty()) {
                Thread.sleep(POLL.toMillis());
            }
        }
        return null;
    }

    private void report(Set<MachineId> left, String what, Map<MachineId, ApiException> refused) {
        refused.forEach((machine, cause) -> {
            progress.note("  ! cannot " + what + " machine " + machine + ": " + cause);
            left.remove(machine);
        });
    }

    private void set(
            BiFunction<ProvisionerClient, Map<MachineId, Status>, CompletionStage<Map<MachineId, ApiException>>> setter,
            Collection<MachineId> targets,
            Status status)
            throws InterruptedException {
        Map<MachineId, Status> statuses = new LinkedHashMap<>();
        targets.forEach(machine -> statuses.put(machine, status));
        machines.ask(client -> setter.apply(client, statuses))
                .forEach((machine, cause) ->
                        progress.note("  ! cannot set status of machine " + machine + ": " + cause));
    }

    private static String describe(SimulatedInstance instance) {
        var hardware = instance.hardware();
        long cores = hardware.cpuCores().orElse(0);
        return " (" + hardware.arch().orElse("?") + ", " + cores + (cores == 1 ? " core, " : " cores, ")
                + hardware.mem().orElse(0) + " MiB"
                + hardware.availabilityZone().map(zone -> ", zone " + zone).orElse("") + ")";
    }

    /** A step that may be interrupted. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private static Callable<Void> asCall(Step step) {
        return () -> {
            step.run();
            return null;
        };
    }

    private static void join(Future<?> work) throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw ApiException.of(e.getCause());
        }
    }
}
