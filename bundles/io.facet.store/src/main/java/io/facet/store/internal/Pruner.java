// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.core.FacetException;
import io.facet.store.api.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes changes that are older than the retention from the log, oldest first, in short transactions. Other
 * controllers prune as well, so one that lags by more than the retention finds a gap, and says so to its listeners.
 */
final class Pruner {

    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);
    private static final int BATCH = 2000;

    private final Store store;
    private final Tailer tailer;
    private final Duration retention;
    private final ScheduledExecutorService thread;

    Pruner(Store store, Tailer tailer, Duration retention) {
        this.store = store;
        this.tailer = tailer;
        this.retention = retention;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "facet-store-pruner");
            named.setDaemon(true);
            return named;
        });
        long every = Math.max(
                1, Math.min(retention.toMillis() / 4, Duration.ofMinutes(1).toMillis()));
        thread.scheduleWithFixedDelay(this::pruneQuietly, every, every, TimeUnit.MILLISECONDS);
    }

    private void pruneQuietly() {
        try {
            prune();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FacetException) {
                LOG.debug("The store is too busy to prune the change log, or stops", e);
            } else {
                LOG.warn("Cannot prune the change log, will try again", e.getCause());
            }
        }
    }

    private void prune() {
        Instant keepFrom = Instant.now().minus(retention);
        for (String model : store.read(tx -> ChangeLog.models(tx.connection()))
                .toCompletableFuture()
                .join()) {
            int removed = BATCH;
            while (removed == BATCH && !thread.isShutdown()) {
                long last = tailer.delivered(model);
                removed = store.write(model, tx -> ChangeLog.prune(tx.connection(), model, keepFrom, last, BATCH))
                        .toCompletableFuture()
                        .join();
            }
        }
    }

    void close() {
        thread.shutdownNow();
    }
}
