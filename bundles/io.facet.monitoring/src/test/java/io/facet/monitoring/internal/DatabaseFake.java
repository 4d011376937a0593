// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import io.facet.store.api.DatabaseStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A database with figures and answers that tests set. */
public final class DatabaseFake implements Database {
    public static final DatabaseStatus WELL =
            new DatabaseStatus("SQLite 3.54.1", "data/facet/facet.db", 4_096, 512, 77, Map.of("machine", 3L));

    public volatile CompletableFuture<DatabaseStatus> answer = CompletableFuture.completedFuture(WELL);
    public volatile Duration lag = Duration.ZERO;
    public volatile long behind;
    public final AtomicInteger asked = new AtomicInteger();

    @Override
    public DatabaseFigures figures() {
        return new DatabaseFigures(1, 4_096, 2, 4_097, 3, 4, 500, 50, 900, behind, lag, 5, 8);
    }

    @Override
    public CompletionStage<DatabaseStatus> status() {
        asked.incrementAndGet();
        return answer;
    }

    @Override
    public CompletionStage<Void> vacuum() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<String>> checkIntegrity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Long> backup(Path file) {
        throw new UnsupportedOperationException();
    }
}
