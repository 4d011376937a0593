// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running watcher: one {@code Next} at a time, each sent after the listener has dealt with the event before. Ends when
 * stopped or when its connection ends ({@code wire.md} section 6).
 */
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    /** Answers to {@code Next} that say no more than that the watcher was stopped. */
    private static final Set<String> STOPPED_CODES = Set.of(ApiException.STOPPED, ApiException.NOT_FOUND);

    private final ApiConnection connection;
    private final String facade;
    private final String id;
    private final WatchListener listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Whether the listener is at work; guarded by this. */
    private boolean busy;
    /** Whether the user wants no more; guarded by this. */
    private boolean stopping;
    /** Whether the listener was told of the end, or is about to be; guarded by this. */
    private boolean over;

    Watcher(ApiConnection connection, String facade, String id, WatchListener listener) {
        this.connection = connection;
        this.facade = facade;
        this.id = id;
        this.listener = listener;
    }

    void start(List<String> initial) {
        try {
            connection.callbacks().execute(() -> deliver(initial));
        } catch (RejectedExecutionException e) {
            finish(Optional.of(new ConnectionException("the executor for events was shut down", e)));
        }
    }

    /** Id of the watcher on its connection. */
    public String id() {
        return id;
    }

    /** Stops the watcher; the stage completes when the listener was told of the end and never fails. */
    public CompletionStage<Void> stop() {
        synchronized (this) {
            if (stopping || over) {
                return ended;
            }
            stopping = true;
        }
        // An error of Stop means that the watcher or its connection is gone, which is what was asked for.
        connection.stop(facade, id).whenComplete((reply, failure) -> {
            synchronized (this) {
                if (busy) {
                    return;
                }
            }
            finish(Optional.empty());
        });
        return ended;
    }

    /** Stops the watcher without waiting for the end. */
    @Override
    public void close() {
        stop();
    }

    private void next() {
        connection.next(facade, id).whenComplete((changes, failure) -> {
            if (failure == null) {
                deliver(changes);
            } else {
                failed(ApiException.of(failure));
            }
        });
    }

    private void deliver(List<String> changes) {
        synchronized (this) {
            if (stopping || over) {
                return;
            }
            busy = true;
        }
        try {
            listener.event(changes);
        } catch (RuntimeException e) {
            // The watcher goes on: one event that its listener could not digest must not cost it all later ones.
            LOG.warn("listener of watcher {} failed on {}", id, changes, e);
        }
        boolean more;
        synchronized (this) {
            busy = false;
            more = !stopping;
        }
        if (more) {
            next();
        } else {
            finish(Optional.empty());
        }
    }

    private void failed(ApiException failure) {
        boolean wanted;
        synchronized (this) {
            wanted = stopping;
        }
        boolean normal = wanted && (failure instanceof ConnectionException || STOPPED_CODES.contains(failure.code()));
        finish(normal ? Optional.empty() : Optional.of(failure));
    }

    private void finish(Optional<ApiException> failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        try {
            listener.ended(failure);
        } catch (RuntimeException e) {
            LOG.warn("listener of watcher {} failed at its end", id, e);
        } finally {
            ended.complete(null);
        }
    }
}
