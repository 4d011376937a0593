// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.facade.api.HttpReply;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one answer, a piece at a time: the next one is read from its stream when the socket has taken the one before.
 * Reading runs on the call executor, all else on the event loop.
 */
final class ReplyWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWriter.class);

    private static final int PIECE_BYTES = 128 * 1024;

    private final ChannelHandlerContext ctx;
    private final HttpReply reply;
    private final Executor calls;
    private final long patienceMs;
    private final boolean keepAlive;
    private final boolean headOnly;

    private Written written;
    private long unsent;
    private boolean over;

    /** A piece is being read: the stream must not be closed under it. */
    private boolean reading;

    /** Told when the answer is out. */
    @FunctionalInterface
    interface Written {
        void now(boolean keepAlive);
    }

    /**
     * @param patienceMs how long the client may take for each piece
     * @param close whether the connection ends with this answer, whatever the client wants
     */
    ReplyWriter(
            ChannelHandlerContext ctx,
            HttpRequest request,
            HttpReply reply,
            Executor calls,
            long patienceMs,
            boolean close) {
        this.ctx = ctx;
        this.reply = reply;
        this.calls = calls;
        this.patienceMs = patienceMs;
        this.keepAlive = !close && HttpUtil.isKeepAlive(request);
        this.headOnly = HttpMethod.HEAD.equals(request.method());
        this.unsent = headOnly ? 0 : reply.length();
    }

    void start(Written told) {
        written = told;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        reply.headers().forEach(head.headers()::set);
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.length());
        if (!keepAlive) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ctx.write(head);
        next();
    }

    /** Sends no more. */
    void end() {
        if (!over) {
            over = true;
            if (!reading) {
                closeBody();
            }
        }
    }

    private void next() {
        if (over) {
            return;
        }
        if (unsent == 0) {
            end();
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> written.now(keepAlive));
            return;
        }
        reading = true;
        try {
            calls.execute(this::read);
        } catch (RejectedExecutionException e) {
            reading = false;
            fail(e);
        }
    }

    private void read() {
        byte[] piece;
        try {
            piece = reply.body().readNBytes((int) Math.min(PIECE_BYTES, unsent));
        } catch (IOException | RuntimeException e) {
            ctx.executor().execute(() -> fail(e));
            return;
        }
        ctx.executor().execute(() -> send(piece));
    }

    private void send(byte[] piece) {
        reading = false;
        if (over) {
            closeBody();
            return;
        }
        if (piece.length == 0) {
            fail(new IOException(unsent + " bytes of the body are missing"));
            return;
        }
        unsent -= piece.length;
        Future<?> alarm = ctx.executor().schedule(() -> ctx.close(), patienceMs, TimeUnit.MILLISECONDS);
        ChannelFuture sent = ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
        sent.addListener(done -> {
            alarm.cancel(false);
            if (done.isSuccess()) {
                next();
            } else {
                end();
                ctx.close();
            }
        });
    }

    /** The length is out already, so the client notices. */
    private void fail(Exception failure) {
        LOG.warn("An HTTP answer broke off", failure);
        reading = false;
        end();
        ctx.close();
    }

    private void closeBody() {
        try {
            reply.body().close();
        } catch (IOException e) {
            LOG.warn("Cannot close the body of an HTTP answer", e);
        }
    }
}
