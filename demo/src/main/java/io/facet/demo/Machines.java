// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.client.AgentConfig;
import io.facet.client.ApiClient;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.Backoff;
import io.facet.client.ClientThreads;
import io.facet.client.ConnectionException;
import io.facet.client.ConnectionListener;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import io.facet.client.WatchListener;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.core.MachineId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The machines of the model as the API shows them: what the watcher reports, and questions that outlive the loss of a
 * connection. After a loss the watcher starts anew and reports every machine once more.
 */
final class Machines implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final Deadline deadline;
    private final Progress progress;
    /** Events of the watcher, not merged yet. */
    private final BlockingQueue<List<String>> events = new LinkedBlockingQueue<>();

    private final ApiClient client;
    /** Why the watcher cannot go on; null while it can. */
    private volatile ApiException broken;

    private Machines(ClientThreads threads, AgentConfig config, Progress progress, Deadline deadline) {
        this.deadline = deadline;
        this.progress = progress;
        this.client = ApiClient.start(
                threads,
                DialOptions.agent(config).withCallTimeout(CALL_TIMEOUT),
                Credentials.agent(config),
                BACKOFF,
                new Watch());
    }

    /** Logs in to the model of the file and watches its machines. */
    static Machines of(ClientThreads threads, AgentConfig config, Progress progress, Deadline deadline) {
        return new Machines(threads, config, progress, deadline);
    }

    /** When all must be done. */
    Deadline deadline() {
        return deadline;
    }

    /** The server, its version and the version of the facade, for the curious. */
    String server() throws InterruptedException {
        ApiConnection connection = connection();
        return connection.peer() + ", version " + connection.login().serverVersion() + ", Provisioner "
                + new ProvisionerClient(connection).version();
    }

    /**
     * The machines that were reported since the last call, waiting for at least one.
     *
     * @throws ApiException if none is reported in time, or the login is refused
     */
    Set<MachineId> next() throws InterruptedException {
        List<String> first = events.poll();
        while (first == null) {
            connection();
            if (broken != null) {
                throw broken;
            }
            first = events.poll(Math.min(1_000, deadline.left().toMillis()), TimeUnit.MILLISECONDS);
            if (first == null && deadline.passed()) {
                throw new ApiException("", "the watcher reported no machine within " + deadline);
            }
        }
        Set<MachineId> machines = new TreeSet<>();
        first.forEach(id -> machines.add(new MachineId(id)));
        machines.addAll(more());
        return machines;
    }

    /** The machines that were reported since the last call, possibly none. */
    Set<MachineId> more() {
        Set<MachineId> machines = new TreeSet<>();
        for (List<String> event = events.poll(); event != null; event = events.poll()) {
            event.forEach(id -> machines.add(new MachineId(id)));
        }
        return machines;
    }

    /**
     * The answer to a call; asked again on the next connection if this one is lost, so the question must bear repeating.
     *
     * @throws ApiException if the server refuses, or time is up
     */
    <T> T ask(Function<ProvisionerClient, CompletionStage<T>> question) throws InterruptedException {
        while (true) {
            try {
                return await(question.apply(new ProvisionerClient(connection())));
            } catch (ConnectionException lost) {
                if (deadline.passed()) {
                    throw lost;
                }
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private ApiConnection connection() throws InterruptedException {
        return await(client.connection());
    }

    private <T> T await(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ApiException.of(e);
        } catch (TimeoutException e) {
            throw new ApiException("", "not done within " + deadline, e);
        }
    }

    /** Starts the watcher on every connection. */
    private final class Watch implements ConnectionListener, WatchListener {
        @Override
        public void connected(ApiConnection connection) {
            try {
                new ProvisionerClient(connection).watchModelMachines(this).whenComplete((watcher, failure) -> {
                    if (failure != null) {
                        ended(Optional.of(ApiException.of(failure)));
                    }
                });
            } catch (ApiException refused) {
                broken = refused;
            }
        }

        @Override
        public void event(List<String> changes) {
            if (!changes.isEmpty()) {
                events.add(changes);
            }
        }

        @Override
        public void ended(Optional<ApiException> failure) {
            // The next connection brings a new watcher; anything else would go on without one.
            failure.filter(cause -> !(cause instanceof ConnectionException)).ifPresent(cause -> broken = cause);
        }

        @Override
        public void disconnected(ApiException cause, Duration retryIn) {
            progress.note("No connection (" + cause + "), trying again in " + retryIn.toMillis() + " ms");
        }
    }
}
