// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Writes a body to a stream as it arrives, and hangs up when it is larger than allowed. */
final class LimitedBody implements BodySubscriber<Void> {

    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private final OutputStream out;
    private final StreamsException tooLarge;

    private Subscription subscription;
    private long left;

    LimitedBody(OutputStream out, long maxBytes, String url) {
        this.out = out;
        left = maxBytes;
        tooLarge = tooLarge(url, maxBytes);
    }

    static StreamsException tooLarge(String url, long maxBytes) {
        return new StreamsException(
                Kind.FAILED, "cannot read \"" + url + "\": it is larger than " + maxBytes + " bytes");
    }

    /** A body that nobody wants. */
    static BodySubscriber<Void> refused(RuntimeException why) {
        LimitedBody body = new LimitedBody(OutputStream.nullOutputStream(), 0, "");
        body.body.completeExceptionally(why);
        return body;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (body.isDone()) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer part : parts) {
                left -= part.remaining();
                if (left < 0) {
                    stop(tooLarge);
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                out.write(bytes);
            }
        } catch (IOException e) {
            stop(e);
        }
    }

    private void stop(Exception why) {
        body.completeExceptionally(why);
        subscription.cancel();
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(null);
    }
}
