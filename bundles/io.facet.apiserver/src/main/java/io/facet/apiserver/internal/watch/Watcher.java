// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import io.facet.facade.api.Watch;
import io.facet.rpc.RpcException;
import io.facet.store.api.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One watcher of one connection: its state and the {@code Next} calls that wait for it, which hold no thread. Futures
 * are completed outside the lock, since a completion runs strangers' code.
 */
final class Watcher {

    /** Which facade answers for a watcher. */
    enum Kind {
        NOTIFY,
        STRINGS
    }

    private final Kind kind;
    private final ScheduledExecutorService timer;

    /** Guarded by this. */
    private final WatcherState state;

    /** {@code Next} calls in order of arrival; guarded by this. */
    private final Deque<CompletableFuture<byte[]>> waiting = new ArrayDeque<>();

    /** What further calls are told once the watcher has ended; guarded by this. */
    private RpcException ended;

    /** Wakes the state when it becomes due by itself; guarded by this. */
    private Future<?> alarm;

    Watcher(Watch watch, ScheduledExecutorService timer) {
        this.kind = watch instanceof Watch.Notify || watch instanceof Watch.Timer ? Kind.NOTIFY : Kind.STRINGS;
        this.state = stateOf(watch);
        this.timer = timer;
    }

    private static WatcherState stateOf(Watch watch) {
        if (watch instanceof Watch.Notify) {
            return new NotifyState();
        }
        if (watch instanceof Watch.Timer timer) {
            return new TimerState(timer.period(), System.nanoTime());
        }
        if (watch instanceof Watch.LifeCycle lifeCycle) {
            return new LifeCycleState(lifeCycle.dead());
        }
        Watch.Keys keys = (Watch.Keys) watch;
        return keys.holdBack().isZero() ? new BatchState() : new HoldBackState(keys.holdBack());
    }

    Kind kind() {
        return kind;
    }

    /** How many events or keys are ready to be fetched. */
    synchronized int pending() {
        return state.pending(System.nanoTime());
    }

    /** How many {@code Next} calls wait. */
    synchronized int waiting() {
        return (int) waiting.stream().filter(next -> !next.isDone()).count();
    }

    /** Completes with the result of {@code Next}: at once if an event is ready, else when one is. */
    CompletableFuture<byte[]> next() {
        CompletableFuture<byte[]> next = new CompletableFuture<>();
        synchronized (this) {
            if (ended != null) {
                return CompletableFuture.failedFuture(ended);
            }
            waiting.add(next);
        }
        handOut();
        return next;
    }

    /** Takes in changes; {@link #handOut} is to follow. */
    synchronized void collect(List<Change> changes) {
        if (ended == null) {
            state.apply(changes, System.nanoTime());
        }
    }

    /** Ends the watcher: what waits, and every later call, fails with the given error. */
    void end(RpcException error) {
        List<CompletableFuture<byte[]>> failed;
        synchronized (this) {
            ended = error;
            failed = new ArrayList<>(waiting);
            waiting.clear();
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        failed.forEach(next -> next.completeExceptionally(error));
    }

    /** Completes the waiting {@code Next} calls that an event is ready for. */
    void handOut() {
        List<Runnable> completions = new ArrayList<>();
        synchronized (this) {
            // A Next that was cancelled with its connection must not take an event from one that still waits.
            waiting.removeIf(CompletableFuture::isDone);
            long now = System.nanoTime();
            while (!waiting.isEmpty()) {
                Optional<byte[]> event = state.take(now);
                if (event.isEmpty()) {
                    break;
                }
                CompletableFuture<byte[]> next = waiting.remove();
                completions.add(() -> next.complete(event.get()));
            }
            setAlarm(now);
        }
        completions.forEach(Runnable::run);
    }

    private void setAlarm(long now) {
        OptionalLong due = state.due();
        if (waiting.isEmpty() || due.isEmpty() || (alarm != null && !alarm.isDone())) {
            return;
        }
        alarm = timer.schedule(this::ring, Math.max(0, due.getAsLong() - now), TimeUnit.NANOSECONDS);
    }

    private void ring() {
        synchronized (this) {
            alarm = null;
        }
        handOut();
    }
}
