// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.rpc.FatalMessageException;
import io.facet.rpc.RpcConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The engine alone: a message is parsed, its method answers at once with what it has at hand, the reply is written. */
@State(Scope.Thread)
public class EnvelopeBenchmark {

    /** Of how many machines the call and its result are. */
    @Param({"1", "100"})
    public int machines;

    private byte[] request;
    private byte[] reply;
    private RpcConnection connection;

    @Setup
    public void connect() {
        request = ("{\"request-id\":123456,\"type\":\"Provisioner\",\"version\":11,\"request\":\"Life\",\"params\":"
                        + "{\"entities\":[" + list("{\"tag\":\"machine-%d\"}") + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] result = ("{\"results\":[" + list("{\"life\":\"alive\"}") + "]}").getBytes(StandardCharsets.UTF_8);
        CompletableFuture<byte[]> outcome = CompletableFuture.completedFuture(result);
        connection = new RpcConnection(request -> params -> outcome, bytes -> reply = bytes, failure -> {
            throw new IllegalStateException(failure);
        });
    }

    private String list(String format) {
        return IntStream.range(0, machines).mapToObj(format::formatted).collect(Collectors.joining(","));
    }

    /** A call. */
    @Benchmark
    public byte[] call() throws FatalMessageException {
        connection.receive(request);
        return reply;
    }
}
