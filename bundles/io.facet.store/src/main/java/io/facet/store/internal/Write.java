// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.TransactionBody;
import io.facet.store.internal.OpenTransaction.Written;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** One write and what came of it. The outcome is kept until it is final, and only then told. */
final class Write<T> {

    private final String modelUuid;
    private final TransactionBody<T> body;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    private Written<T> written;
    private Throwable failure;

    Write(String modelUuid, TransactionBody<T> body) {
        this.modelUuid = modelUuid;
        this.body = body;
    }

    String modelUuid() {
        return modelUuid;
    }

    CompletableFuture<T> done() {
        return done;
    }

    /** Runs the body. May be called again, which forgets what came of it before. */
    void run(Dialect dialect, Connection connection) throws Exception {
        written = null;
        failure = null;
        written = OpenTransaction.write(dialect, connection, modelUuid, body);
    }

    /** Remembers that the body failed, or what it did was lost. */
    void fail(Throwable reason) {
        written = null;
        failure = reason;
    }

    /** How many changes the write logged. */
    int changes() {
        return written == null ? 0 : written.changes();
    }

    /** Whether the write was done. */
    boolean succeeded() {
        return failure == null;
    }

    /** Tells who waits. */
    void settle() {
        if (failure != null) {
            done.completeExceptionally(failure);
        } else {
            done.complete(written.result());
        }
    }
}
