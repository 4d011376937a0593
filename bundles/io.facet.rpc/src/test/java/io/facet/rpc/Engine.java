// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A connection without a socket, with {@code Provisioner} version 11 and {@code Pinger} version 1 behind it. */
final class Engine implements Dispatcher {

    final List<String> replies = new ArrayList<>();
    final List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    final RpcConnection connection = new RpcConnection(
            this,
            reply -> replies.add(new String(reply, StandardCharsets.UTF_8)),
            failure -> new RpcException("", "oops"));

    private final Map<String, Invocation> methods = Map.of(
            "Life", CompletableFuture::completedFuture,
            "Wait", params -> waitFor(),
            "Nothing", params -> CompletableFuture.completedFuture(null),
            "Refuse", params -> CompletableFuture.failedFuture(new RpcException("not found", "machine 42 not found")),
            "Break", params -> CompletableFuture.failedFuture(new IllegalStateException("secret")),
            "Throw",
                    params -> {
                        throw new IllegalStateException("secret");
                    });

    private CompletableFuture<byte[]> waitFor() {
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        waiting.add(future);
        return future;
    }

    @Override
    public Invocation resolve(Request request) {
        requests.add(request);
        boolean known = "Provisioner".equals(request.type()) && request.version() == 11;
        Invocation method = known ? methods.get(request.method()) : null;
        if (method != null) {
            return method;
        }
        throw RpcException.notImplemented("unknown");
    }

    /** Sends one message and returns the replies that it brought at once. */
    List<String> send(String message) throws FatalMessageException {
        return send(message.getBytes(StandardCharsets.UTF_8));
    }

    List<String> send(byte[] message) throws FatalMessageException {
        replies.clear();
        connection.receive(message);
        return List.copyOf(replies);
    }
}
