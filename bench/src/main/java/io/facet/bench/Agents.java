// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.ClientThreads;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/** Many connections from this one JVM. Answers and events arrive on the threads of the sockets. */
final class Agents implements AutoCloseable {

    /** Logins under way at a time. */
    private static final int AT_ONCE = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ClientThreads threads = ClientThreads.create(2, Runnable::run);
    private final List<ApiConnection> connections = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();

    /**
     * Logs in and keeps the connections. A login that fails is tried again until all are there or the time is up.
     *
     * @param server whom to connect to: addresses, model and CA
     * @param count how many
     * @param who the credentials of each
     */
    List<ApiConnection> connect(AgentConfig server, int count, IntFunction<Credentials> who)
            throws InterruptedException {
        DialOptions options = DialOptions.agent(server).withDialTimeouts(PATIENCE, PATIENCE);
        Semaphore room = new Semaphore(AT_ONCE);
        ApiConnection[] opened = new ApiConnection[count];
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long end = System.nanoTime() + PATIENCE.toNanos() * 3;
        for (int i = 0; i < count; i++) {
            int index = i;
            room.acquire();
            open(options, who.apply(i), end).whenComplete((connection, problem) -> {
                if (problem == null) {
                    opened[index] = connection;
                } else {
                    failure.compareAndSet(null, problem);
                }
                room.release();
            });
        }
        room.acquire(AT_ONCE);
        if (failure.get() != null) {
            throw new IllegalStateException("an agent could not log in", failure.get());
        }
        List<ApiConnection> all = List.of(opened);
        all.forEach(connection -> connection.closed().thenRun(lost::incrementAndGet));
        connections.addAll(all);
        return all;
    }

    private CompletableFuture<ApiConnection> open(DialOptions options, Credentials who, long end) {
        return ApiConnection.open(threads, options, who)
                .toCompletableFuture()
                .handle((connection, problem) -> {
                    if (problem == null || System.nanoTime() > end) {
                        return problem == null
                                ? CompletableFuture.completedFuture(connection)
                                : CompletableFuture.<ApiConnection>failedFuture(problem);
                    }
                    retries.incrementAndGet();
                    return CompletableFuture.supplyAsync(
                                    () -> null, CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS))
                            .thenCompose(later -> open(options, who, end));
                })
                .thenCompose(next -> next);
    }

    /** How many connections were lost, not counting those closed from here. */
    int lost() {
        return lost.get();
    }

    /** How many logins had to be tried again. */
    int retries() {
        return retries.get();
    }

    @Override
    public void close() {
        connections.forEach(ApiConnection::close);
        threads.close();
    }
}
