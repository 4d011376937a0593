// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.TransactionBody;
import io.facet.store.testing.StoreRule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the statements of an operation that opens its own transactions, where it only reads. */
final class CountingStore implements Store {

    private final StoreRule store;
    private long statements;

    CountingStore(StoreRule store) {
        this.store = store;
    }

    long statements() {
        return statements;
    }

    @Override
    public <T> CompletionStage<T> read(TransactionBody<T> body) {
        AtomicReference<T> result = new AtomicReference<>();
        statements += store.statementsOf(tx -> {
            result.set(body.run(tx));
            return null;
        });
        return CompletableFuture.completedFuture(result.get());
    }

    @Override
    public <T> CompletionStage<T> readKept(TransactionBody<T> body) {
        return read(body);
    }

    @Override
    public <T> CompletionStage<T> write(String modelUuid, TransactionBody<T> body) {
        throw new AssertionError("unexpected write");
    }

    @Override
    public void migrate(SchemaScripts scripts) {
        throw new AssertionError("unexpected migration");
    }
}
