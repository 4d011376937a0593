// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The server's end of one connection: takes messages, gives replies in order of completion ({@code wire.md} 2.2).
 * {@link #receive} is called by one thread at a time; replies come from whichever thread completes the call.
 */
public final class RpcConnection {

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Dispatcher dispatcher;
    private final Consumer<byte[]> replies;
    private final Function<Throwable, RpcException> unexpected;
    private final Set<CompletableFuture<byte[]>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /**
     * @param dispatcher finds what a request calls
     * @param replies takes each encoded reply, whole; called by several threads at once
     * @param unexpected turns a failure that is not an {@link RpcException} into one, having reported it
     */
    public RpcConnection(
            Dispatcher dispatcher, Consumer<byte[]> replies, Function<Throwable, RpcException> unexpected) {
        this.dispatcher = dispatcher;
        this.replies = replies;
        this.unexpected = unexpected;
    }

    /**
     * Resolves and starts what one message asks for.
     *
     * @param message all of one message
     * @throws FatalMessageException if the connection must be closed; there is no answer to this message
     */
    public void receive(byte[] message) throws FatalMessageException {
        Optional<Request> decoded = EnvelopeDecoder.decode(message);
        if (decoded.isEmpty()) {
            return;
        }
        Request request = decoded.get();
        if (closing) {
            fail(request, new RpcException("", "connection is shut down"));
            return;
        }
        Invocation invocation;
        try {
            invocation = dispatcher.resolve(request);
        } catch (RpcException e) {
            if (!request.params().isObject()) {
                throw new FatalMessageException("params of a call that cannot be resolved are no object");
            }
            fail(request, e);
            return;
        } catch (RuntimeException e) {
            fail(request, unexpected.apply(e));
            return;
        }
        if (!request.params().isObject()) {
            fail(request, request.badParams());
            return;
        }
        run(request, invocation);
    }

    /** Cancels what runs: each such request is answered {@code context canceled}, later ones are refused. */
    public void close() {
        closing = true;
        running.forEach(future -> future.completeExceptionally(RpcException.canceled()));
    }

    private void run(Request request, Invocation invocation) {
        CompletableFuture<byte[]> future;
        try {
            future = invocation.invoke(request.params().json());
        } catch (RuntimeException e) {
            fail(request, failure(e));
            return;
        }
        running.add(future);
        future.whenComplete((result, failure) -> {
            running.remove(future);
            if (failure != null) {
                fail(request, failure(failure));
            } else {
                replies.accept(ReplyEncoder.success(request, result == null ? EMPTY_OBJECT : result));
            }
        });
        if (closing) {
            // close() may have walked the set just before this call was in it.
            future.completeExceptionally(RpcException.canceled());
        }
    }

    private RpcException failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RpcException answer ? answer : unexpected.apply(cause);
    }

    private void fail(Request request, RpcException failure) {
        replies.accept(ReplyEncoder.failure(request, failure));
    }
}
