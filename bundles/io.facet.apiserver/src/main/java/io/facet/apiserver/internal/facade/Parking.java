// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.Settings;
import io.facet.rpc.RpcException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where calls wait for something that is being replaced, holding no thread. Bounded in number and in time: what finds no
 * room, or waits too long, fails with {@code try again}.
 */
public final class Parking {

    private final Supplier<Settings> settings;
    private final ScheduledExecutorService timer;
    private final Executor executor;

    /** Waiting calls by what they wait for, each with when it began to, in {@link System#nanoTime()}; guarded by this. */
    private final Map<Object, Map<CompletableFuture<Void>, Long>> waiting = new HashMap<>();

    /** How many wait; guarded by this. */
    private int parked;

    /**
     * @param timer owned by the server
     * @param executor runs what goes on after the wait, so that whoever wakes is not held up
     */
    public Parking(Supplier<Settings> settings, ScheduledExecutorService timer, Executor executor) {
        this.settings = settings;
        this.timer = timer;
        this.executor = executor;
    }

    /** When a wait that begins now has to end, in {@link System#nanoTime()}. */
    public long deadline() {
        return System.nanoTime() + settings.get().parkTimeout().toNanos();
    }

    /**
     * Waits for {@link #wake}. The caller looks once more for what it waits for after it is parked, or it could miss a
     * wake-up.
     *
     * @param key what is waited for
     * @param deadline as given by {@link #deadline()}
     * @param refused told why, if the wait is refused or ends in vain
     */
    public CompletableFuture<Void> park(Object key, long deadline, Consumer<Refusal> refused) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (!enter(key, turn)) {
            refused.accept(Refusal.TOO_MANY_PARKED);
            return CompletableFuture.failedFuture(RpcException.tryAgain());
        }
        Future<?> alarm = timer.schedule(
                () -> goOn(() -> {
                    if (turn.completeExceptionally(RpcException.tryAgain())) {
                        refused.accept(Refusal.PARKED_IN_VAIN);
                    }
                }),
                Math.max(0, deadline - System.nanoTime()),
                TimeUnit.NANOSECONDS);
        turn.whenComplete((unused, failure) -> {
            alarm.cancel(false);
            leave(key, turn);
        });
        return turn;
    }

    /** Lets everyone go on who waits for the key, and tells how many that are. */
    public Woken wake(Object key) {
        Map<CompletableFuture<Void>, Long> woken;
        synchronized (this) {
            woken = new LinkedHashMap<>(waiting.getOrDefault(key, Map.of()));
        }
        long now = System.nanoTime();
        long longest =
                woken.values().stream().mapToLong(since -> now - since).max().orElse(0);
        woken.keySet().forEach(turn -> goOn(() -> turn.complete(null)));
        return new Woken(woken.size(), Duration.ofNanos(longest));
    }

    /**
     * Who was woken.
     *
     * @param calls how many waited
     * @param longestWait how long the first of them did
     */
    public record Woken(int calls, Duration longestWait) {}

    /** How many calls wait. */
    public synchronized int size() {
        return parked;
    }

    private void goOn(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // What goes on only hands the call to the executor, which refuses it too: nothing long runs here.
            task.run();
        }
    }

    /** Whether there was room. */
    private synchronized boolean enter(Object key, CompletableFuture<Void> turn) {
        if (parked >= settings.get().maxParkedCalls()) {
            return false;
        }
        parked++;
        waiting.computeIfAbsent(key, unused -> new LinkedHashMap<>()).put(turn, System.nanoTime());
        return true;
    }

    private synchronized void leave(Object key, CompletableFuture<Void> turn) {
        Map<CompletableFuture<Void>, Long> turns = waiting.get(key);
        if (turns != null && turns.remove(turn) != null) {
            parked--;
            if (turns.isEmpty()) {
                waiting.remove(key);
            }
        }
    }
}
