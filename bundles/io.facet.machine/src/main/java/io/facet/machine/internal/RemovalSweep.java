// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.store.api.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the machines that are marked for removal, from time to time and soon after a mark. Stands in for the worker
 * that does so in the reference ({@code provisioner.md} 8.3), whose facade is not served. It works from what the database
 * holds, so a mark that was set before a restart, or on another controller, is found as well.
 */
final class RemovalSweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemovalSweep.class);

    /** Machines per transaction, so that none keeps other writers waiting. */
    private static final int BATCH = 100;
    /** Long enough for the transaction of the mark to be committed; if it is not, the next regular sweep finds it. */
    private static final long SOON_MS = 100;

    private static final long STOP_SECONDS = 5;

    private final Store store;
    private final Removals removals;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean soon = new AtomicBoolean();
    /** Models whose last sweep failed, so that each is complained of once; used by the sweep's thread only. */
    private final Set<String> failing = new HashSet<>();

    private Future<?> regular;

    RemovalSweep(Store store, Removals removals) {
        this.store = store;
        this.removals = removals;
        thread = new ScheduledThreadPoolExecutor(
                1,
                body -> {
                    Thread named = new Thread(body, "facet-machine-removal");
                    named.setDaemon(true);
                    return named;
                },
                // A mark in a call that outlives this provider is found by its successor.
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * The checked setting.
     *
     * @throws IllegalArgumentException naming key and value, if it is out of range
     */
    static Duration interval(MachineConfig config) {
        long ms = config.sweep_interval_ms();
        if (ms < 100 || ms > 3_600_000) {
            throw new IllegalArgumentException(
                    "io.facet.machine: sweep.interval.ms = " + ms + " must be between 100 and 3600000");
        }
        return Duration.ofMillis(ms);
    }

    /** Sweeps regularly from now on, for the first time after one interval: by then all participants should be there. */
    synchronized void every(Duration interval) {
        if (regular != null) {
            regular.cancel(false);
        }
        regular = thread.scheduleWithFixedDelay(
                this::sweep, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sweeps soon, once for any number of calls until then. */
    void soon() {
        if (soon.compareAndSet(false, true)) {
            thread.schedule(this::sweepOnDemand, SOON_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The removal of machines did not stop within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepOnDemand() {
        soon.set(false);
        sweep();
    }

    private void sweep() {
        try {
            for (String model : await(store.read(removals::models))) {
                sweep(model);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            complain("", e);
            return;
        }
        recovered("");
    }

    private void sweep(String model) throws InterruptedException {
        try {
            int removed;
            do {
                removed = await(store.write(model, tx -> {
                    List<MachineId> marked = removals.marked(tx, model, BATCH);
                    removals.remove(tx, model, marked);
                    return marked.size();
                }));
                LOG.debug("Removed {} machines of model {}", removed, model);
            } while (removed == BATCH);
            recovered(model);
        } catch (ExecutionException | RuntimeException e) {
            complain(model, e);
        }
    }

    private void complain(String model, Exception failure) {
        if (!failing.add(model)) {
            return;
        }
        String where = model.isEmpty() ? "" : " in model " + model;
        if (failure.getCause() instanceof FacetException reason) {
            // Foreseen, such as a service that is being updated; the text says it all.
            LOG.warn("Machines that are marked for removal have to wait{}: {}", where, reason.getMessage());
        } else {
            LOG.warn("Cannot remove machines that are marked for removal{}; trying again", where, failure);
        }
    }

    private void recovered(String model) {
        if (failing.remove(model)) {
            LOG.info("The removal of marked machines works again{}", model.isEmpty() ? "" : " in model " + model);
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws ExecutionException, InterruptedException {
        return stage.toCompletableFuture().get();
    }
}
