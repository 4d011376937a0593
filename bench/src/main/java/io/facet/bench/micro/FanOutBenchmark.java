// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.facade.api.Watch;
import io.facet.rpc.FatalMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One change to many watchers inside the server, from the write to the replies, its commit included. What is measured is
 * the share of one watcher.
 */
@State(Scope.Benchmark)
public class FanOutBenchmark {

    private static final int WATCHERS = 10_000;
    private static final String NAMESPACE = "machine";
    private static final byte[] NEXT = ("{\"request-id\":3,\"type\":\"NotifyWatcher\",\"version\":1,\"id\":\"w-1\","
                    + "\"request\":\"Next\",\"params\":{}}")
            .getBytes(StandardCharsets.UTF_8);

    private final List<Server.Connection> connections = new ArrayList<>();
    private StoreDirectory directory;
    private Server server;
    private volatile CountDownLatch heard;

    @Setup
    public void connect() throws Exception {
        directory = new StoreDirectory();
        Watch watch = new Watch.Notify(new Watch.Source(Server.MODEL, Set.of(NAMESPACE), "", "", 0));
        server = new Server(directory.path(), call -> ("{\"watcher-id\":\"" + call.watch(watch) + "\"}")
                .getBytes(StandardCharsets.UTF_8));
        server.follow(directory.store().changes());
        for (int i = 0; i < WATCHERS; i++) {
            Server.Connection connection = server.connect();
            connection.onReply(reply -> heard.countDown());
            connections.add(connection);
        }
    }

    @TearDown
    public void stop() throws IOException {
        server.close();
        directory.close();
    }

    /** Each watcher waits. The time of this does not count, but what it allocates does. */
    @Setup(Level.Invocation)
    public void await() throws FatalMessageException {
        heard = new CountDownLatch(WATCHERS);
        for (Server.Connection connection : connections) {
            connection.send(NEXT);
        }
    }

    /** A change, until all watchers have had their reply. */
    @Benchmark
    @OperationsPerInvocation(WATCHERS)
    public void change() throws InterruptedException {
        directory.store().write(Server.MODEL, tx -> {
            tx.changed(NAMESPACE, "", "1", "alive");
            return null;
        });
        heard.await();
    }
}
