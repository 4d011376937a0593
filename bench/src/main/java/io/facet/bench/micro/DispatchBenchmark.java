// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.rpc.FatalMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The server's way from a message to a method of a facade and back: parsing, session, registry, hand-over to a call thread,
 * lease, reply. The method itself does nothing.
 */
@State(Scope.Benchmark)
public class DispatchBenchmark {

    private static final byte[] RESULT = "{\"results\":[{\"life\":\"alive\"}]}".getBytes(StandardCharsets.UTF_8);

    /** How many calls are under way; with one, most of its time is the hand-over between threads. */
    @Param({"1", "64"})
    public int inFlight;

    private final byte[] request = Server.request(3).getBytes(StandardCharsets.UTF_8);
    private Path directory;
    private Server server;
    private Server.Connection connection;
    private Semaphore places;

    @Setup
    public void connect() throws Exception {
        directory = Files.createTempDirectory("micro");
        server = new Server(directory, call -> RESULT);
        connection = server.connect();
        places = new Semaphore(inFlight);
        connection.onReply(reply -> places.release());
    }

    @TearDown
    public void stop() throws IOException {
        places.acquireUninterruptibly(inFlight);
        server.close();
        Files.delete(directory);
    }

    /** A call, once there is a place for it. */
    @Benchmark
    public void call() throws FatalMessageException {
        places.acquireUninterruptibly();
        connection.send(request);
    }
}
