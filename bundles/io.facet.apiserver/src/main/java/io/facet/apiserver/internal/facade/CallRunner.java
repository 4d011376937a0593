// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.internal.ServerContext;
import io.facet.facade.api.FacadeException;
import io.facet.rpc.RpcException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs the ordinary calls of one connection on the call executor: counted, bounded in time, cancellable. */
public final class CallRunner {

    private final ServerContext context;
    private final RunningCalls running;

    public CallRunner(ServerContext context, RunningCalls running) {
        this.context = context;
        this.running = running;
    }

    /** Runs the call and completes the result with its outcome. A call whose result is complete does not begin. */
    public <T> void run(Callable<? extends CompletionStage<T>> call, CompletableFuture<T> result) {
        RunningCalls.Hold hold = running.begin(2);
        Future<?> alarm = context.timer()
                .schedule(
                        () -> result.completeExceptionally(timeout()),
                        context.settings().get().callTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        result.whenComplete((value, failure) -> {
            alarm.cancel(false);
            hold.release();
        });
        try {
            context.calls().execute(() -> {
                try {
                    if (!result.isDone()) {
                        begin(call, result);
                    }
                } finally {
                    hold.release();
                }
            });
        } catch (RejectedExecutionException e) {
            hold.release();
            result.completeExceptionally(RpcException.tryAgain());
        }
    }

    private static <T> void begin(Callable<? extends CompletionStage<T>> call, CompletableFuture<T> result) {
        try {
            call.call().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(answer(failure));
                }
            });
        } catch (Exception | LinkageError e) {
            // A facade whose bundle is going away fails in any way; the thread and the client must not suffer.
            result.completeExceptionally(answer(e));
        }
    }

    private static Throwable answer(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof FacadeException refusal
                ? new RpcException(refusal.code(), refusal.getMessage())
                : cause;
    }

    private RpcException timeout() {
        return new RpcException(
                "deadline exceeded",
                "the call did not finish within "
                        + context.settings().get().callTimeout().toMillis() + " ms");
    }
}
