// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the API up: connects, and connects again with a growing pause whenever it is lost, until closed or
 * refused for good. Nothing of a connection survives its loss, so the {@link ConnectionListener} starts its watchers anew on
 * each one.
 */
public final class ApiClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);
    /** Login failures that another attempt does not mend. */
    private static final Set<String> FINAL_CODES = Set.of(
            ApiException.UNAUTHORIZED,
            ApiException.NOT_PROVISIONED,
            ApiException.MODEL_NOT_FOUND,
            ApiException.NOT_SUPPORTED);

    private final ClientThreads threads;
    private final DialOptions options;
    private final Credentials credentials;
    private final Backoff backoff;
    private final ConnectionListener listener;
    /** The connection, or the one to come; guarded by this. */
    private CompletableFuture<ApiConnection> current = new CompletableFuture<>();
    /** Attempts that failed since the last connection; guarded by this. */
    private int failures;
    /** Guarded by this. */
    private boolean closed;
    /** Tail of the notifications, which go out one after another; guarded by this. */
    private CompletableFuture<Void> notified = CompletableFuture.completedFuture(null);

    private ApiClient(
            ClientThreads threads,
            DialOptions options,
            Credentials credentials,
            Backoff backoff,
            ConnectionListener listener) {
        this.threads = threads;
        this.options = options;
        this.credentials = credentials;
        this.backoff = backoff;
        this.listener = listener;
    }

    /** A client that starts to connect at once. Close it before its threads. */
    public static ApiClient start(
            ClientThreads threads,
            DialOptions options,
            Credentials credentials,
            Backoff backoff,
            ConnectionListener listener) {
        ApiClient client = new ApiClient(threads, options, credentials, backoff, listener);
        client.connect();
        return client;
    }

    /** The connection, or the next one if there is none just now. Fails if the client is refused for good or closed. */
    public synchronized CompletionStage<ApiConnection> connection() {
        return current.copy();
    }

    /** Closes the connection and makes no further one. */
    @Override
    public void close() {
        CompletableFuture<ApiConnection> last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        last.completeExceptionally(new ConnectionException("client closed"));
        last.thenAccept(ApiConnection::close);
    }

    private void connect() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        ApiConnection.open(threads, options, credentials).whenComplete((connection, failure) -> {
            if (failure == null) {
                connected(connection);
            } else {
                failed(ApiException.of(failure));
            }
        });
    }

    private void connected(ApiConnection connection) {
        CompletableFuture<ApiConnection> waiting;
        synchronized (this) {
            failures = 0;
            waiting = current;
            if (closed) {
                connection.close();
                return;
            }
            tell(() -> listener.connected(connection));
        }
        if (!waiting.complete(connection)) {
            // Closed in between.
            connection.close();
        }
        connection.closed().thenAccept(this::lost);
    }

    private void lost(ConnectionException cause) {
        synchronized (this) {
            if (!closed) {
                current = new CompletableFuture<>();
                retry(cause);
            }
        }
    }

    private void failed(ApiException cause) {
        CompletableFuture<ApiConnection> waiting;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!FINAL_CODES.contains(cause.code())) {
                retry(cause);
                return;
            }
            closed = true;
            waiting = current;
            tell(() -> listener.refused(cause));
        }
        waiting.completeExceptionally(cause);
    }

    /** Called with the lock held. */
    private void retry(ApiException cause) {
        failures++;
        Duration pause = backoff.after(failures);
        tell(() -> listener.disconnected(cause, pause));
        try {
            threads.loops().next().schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("not connecting again: the threads of the client were closed", e);
        }
    }

    /** Called with the lock held, so that notifications queue up in the order of what happened. */
    private void tell(Runnable notification) {
        notified = notified.thenRunAsync(notification, threads.callbacks()).exceptionally(failure -> {
            LOG.warn("connection listener failed", failure);
            return null;
        });
    }
}
