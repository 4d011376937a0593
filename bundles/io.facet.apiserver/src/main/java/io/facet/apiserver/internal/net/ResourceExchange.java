// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.internal.InFlight;
import io.facet.apiserver.internal.http.Admission;
import io.facet.facade.api.HttpIntake;
import io.facet.facade.api.HttpReply;
import io.facet.rpc.RpcException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One request for an HTTP resource, from its head to the end of its answer. A part of the body is read when the resource
 * has taken the one before, so neither side ever holds more than a few kilobytes of it. State is used on the event loop
 * only; what may block runs on the call executor.
 */
final class ResourceExchange {

    /** How long the rest of a refused body is dropped, so that the client gets to see the answer. */
    private static final long LINGER_MS = 2000;

    private final ChannelHandlerContext ctx;
    private final HttpRequest head;
    private final Executor calls;
    private final long patienceMs;
    private final Runnable ended;

    /** What takes the body, from admission until it has it all; else null. */
    private HttpIntake intake;

    /** Keeps the resource from going away, from admission until the answer is out; else null. */
    private InFlight.Lease place;

    /** The answer on its way, or null. */
    private ReplyWriter writer;

    /** The whole body was received. */
    private boolean received;

    /** The answer was decided: what still comes of the body is dropped. */
    private boolean answered;

    /** The client is gone. */
    private boolean gone;

    /** Closes the connection of a client that keeps us waiting, or null. */
    private Future<?> alarm;

    /**
     * @param patienceMs how long the client may take for each step
     * @param ended told when the answer is out and the connection is ready for another request
     */
    ResourceExchange(ChannelHandlerContext ctx, HttpRequest head, Executor calls, long patienceMs, Runnable ended) {
        this.ctx = ctx;
        this.head = head;
        this.calls = calls;
        this.patienceMs = patienceMs;
        this.ended = ended;
    }

    /** Waits for the resource to admit the request, then asks for its body. */
    void begin(CompletionStage<Admission.Admitted> admission) {
        if (!HttpUtil.isTransferEncodingChunked(head) && HttpUtil.getContentLength(head, 0L) == 0) {
            // There is no body; its end comes with the head, and a refusal need not close the connection.
            ctx.read();
        }
        admission.whenComplete((admitted, failure) -> onEventLoopLater(() -> admitted(admitted, failure)));
    }

    private void admitted(Admission.Admitted admitted, Throwable failure) {
        if (failure != null) {
            answer(Admission.answer(failure));
            return;
        }
        place = admitted.place();
        if (gone) {
            abandon(admitted.intake());
        } else {
            intake = admitted.intake();
            if (received) {
                take(LastHttpContent.EMPTY_LAST_CONTENT, true);
            } else {
                invite();
                next();
            }
        }
    }

    private void invite() {
        if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void next() {
        alarm = ctx.executor().schedule(() -> ctx.close(), patienceMs, TimeUnit.MILLISECONDS);
        ctx.channel().config().setAutoRead(true);
    }

    /** The next part of the body. */
    void receive(HttpContent part) {
        stopAlarm();
        if (!answered) {
            // One part at a time; what is already read waits in the flow control before this.
            ctx.channel().config().setAutoRead(false);
        }
        boolean last = part instanceof LastHttpContent;
        received |= last;
        if (part.decoderResult().isFailure()) {
            part.release();
            ctx.close();
        } else if (answered) {
            part.release();
            if (last && writer == null) {
                ctx.close();
            }
        } else if (intake == null) {
            // Admission is still going on.
            part.release();
        } else {
            take(part, last);
        }
    }

    private void take(HttpContent part, boolean last) {
        HttpIntake taking = intake;
        boolean accepted = inBackground(() -> {
            try {
                for (ByteBuffer bytes : part.content().nioBuffers()) {
                    taking.write(bytes);
                }
                if (last) {
                    onEventLoop(() -> intake = null);
                    taking.finish().whenComplete((done, failure) -> answer(done, failure));
                } else {
                    onEventLoop(this::next);
                }
            } catch (RuntimeException | LinkageError e) {
                // A resource whose bundle is going away fails in any way; the thread and the client must not suffer.
                answer(null, e);
            } finally {
                part.release();
            }
        });
        if (!accepted) {
            part.release();
            answer(null, RpcException.tryAgain());
        }
    }

    private void answer(HttpReply reply, Throwable failure) {
        onEventLoop(() -> answer(failure == null ? reply : Admission.answer(failure)));
    }

    private void answer(HttpReply reply) {
        HttpIntake unfinished = intake;
        intake = null;
        if (unfinished != null) {
            inBackground(unfinished::abort);
        }
        answered = true;
        writer = new ReplyWriter(ctx, head, reply, calls, patienceMs, !received);
        if (gone) {
            writer.end();
        } else {
            writer.start(this::written);
        }
    }

    private void written(boolean keepAlive) {
        writer = null;
        leave();
        if (keepAlive) {
            ended.run();
        } else if (received) {
            ctx.close();
        } else {
            ctx.executor().schedule(() -> ctx.close(), LINGER_MS, TimeUnit.MILLISECONDS);
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** The client is gone. */
    void end() {
        gone = true;
        stopAlarm();
        HttpIntake unfinished = intake;
        intake = null;
        if (writer != null) {
            writer.end();
        }
        if (unfinished != null) {
            abandon(unfinished);
        } else {
            leave();
        }
    }

    private void abandon(HttpIntake unfinished) {
        InFlight.Lease held = place;
        place = null;
        Runnable abort = () -> {
            try {
                unfinished.abort();
            } finally {
                held.release();
            }
        };
        if (!inBackground(abort)) {
            held.release();
        }
    }

    private void leave() {
        if (place != null) {
            place.release();
            place = null;
        }
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    /** Whether the task will run. */
    private boolean inBackground(Runnable task) {
        try {
            calls.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void onEventLoop(Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            onEventLoopLater(task);
        }
    }

    private void onEventLoopLater(Runnable task) {
        if (!ctx.executor().isShutdown()) {
            ctx.executor().execute(task);
        }
    }
}
