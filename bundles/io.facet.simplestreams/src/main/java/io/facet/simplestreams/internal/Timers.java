// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Delays and deadlines that hold no thread. */
public final class Timers {

    private final ScheduledExecutorService scheduler;

    public Timers(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** What {@code work} gives once a pause is over. */
    <T> CompletableFuture<T> after(Duration pause, Supplier<? extends CompletionStage<T>> work) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        scheduler.schedule(() -> over.complete(null), pause.toMillis(), TimeUnit.MILLISECONDS);
        return over.thenCompose(nothing -> work.get());
    }

    /** What {@code work} gives, or a failure when the time is up; the work is then cancelled. */
    public <T> CompletableFuture<T> within(Duration time, CompletableFuture<T> work, Supplier<RuntimeException> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        ScheduledFuture<?> alarm = scheduler.schedule(
                () -> {
                    if (result.completeExceptionally(late.get())) {
                        work.cancel(true);
                    }
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
        work.whenComplete((value, failure) -> {
            alarm.cancel(false);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }
}
