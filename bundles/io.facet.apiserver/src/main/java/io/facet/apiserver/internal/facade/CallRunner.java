// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.FailureLog;
import io.facet.apiserver.internal.PeerEvents;
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

/** Runs the ordinary calls of one peer on the call executor: counted, bounded in time, cancellable. */
public final class CallRunner {

    private final ServerContext context;
    private final RunningCalls running;
    private final PeerEvents peer;

    public CallRunner(ServerContext context, RunningCalls running, PeerEvents peer) {
        this.context = context;
        this.running = running;
        this.peer = peer;
    }

    /** Whose calls it runs. */
    public PeerEvents peer() {
        return peer;
    }

    /**
     * Runs the call and completes the result with its outcome; a failure is always an {@link RpcException}. A call whose
     * result is complete does not begin.
     *
     * @param trail what is logged meanwhile bears its marks
     */
    public <T> void run(CallTrail trail, Callable<? extends CompletionStage<T>> call, CompletableFuture<T> result) {
        RunningCalls.Hold hold = running.begin(2);
        Future<?> alarm = context.timer()
                .schedule(
                        () -> {
                            if (result.completeExceptionally(timeout())) {
                                peer.refused(Refusal.CALL_TIMED_OUT);
                            }
                        },
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
                        trail.run(() -> begin(trail, call, result));
                    }
                } finally {
                    hold.release();
                }
            });
        } catch (RejectedExecutionException e) {
            hold.release();
            if (result.completeExceptionally(RpcException.tryAgain())) {
                peer.refused(Refusal.CALL_QUEUE_FULL);
            }
        }
    }

    private static <T> void begin(
            CallTrail trail, Callable<? extends CompletionStage<T>> call, CompletableFuture<T> result) {
        try {
            call.call().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    fail(trail, failure, result);
                }
            });
        } catch (Exception | LinkageError e) {
            // A facade whose bundle is going away fails in any way; the thread and the client must not suffer.
            fail(trail, e, result);
        }
    }

    private static void fail(CallTrail trail, Throwable failure, CompletableFuture<?> result) {
        if (result.isDone()) {
            // The client has had its answer, such as that the call took too long.
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof FacadeException refusal) {
            result.completeExceptionally(new RpcException(refusal.code(), refusal.getMessage()));
        } else {
            result.completeExceptionally(
                    cause instanceof RpcException answer ? answer : FailureLog.report(trail, cause));
        }
    }

    private RpcException timeout() {
        return new RpcException(
                "deadline exceeded",
                "the call did not finish within "
                        + context.settings().get().callTimeout().toMillis() + " ms");
    }
}
