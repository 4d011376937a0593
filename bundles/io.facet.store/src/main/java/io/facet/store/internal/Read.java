// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.TransactionBody;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** One read. */
final class Read<T> implements Job {

    private final Dialect dialect;
    private final CommitCounter commits;
    private final TransactionBody<T> body;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    Read(Dialect dialect, CommitCounter commits, TransactionBody<T> body) {
        this.dialect = dialect;
        this.commits = commits;
        this.body = body;
    }

    CompletableFuture<T> done() {
        return done;
    }

    @Override
    public void run(PinnedConnection pinned) {
        attempt(pinned, true);
    }

    private void attempt(PinnedConnection pinned, boolean again) {
        T result;
        try {
            Connection connection = pinned.get();
            dialect.beginRead(connection);
            result = OpenTransaction.read(dialect, connection, commits, body);
            dialect.commit(connection);
        } catch (Throwable e) {
            // A connection that broke while idle is no reason to fail: a read may be repeated.
            if (pinned.recover(dialect) && again && Failures.caused(e, sql -> true)) {
                attempt(pinned, false);
            } else {
                done.completeExceptionally(e);
            }
            return;
        }
        done.complete(result);
    }

    @Override
    public void refuse(RuntimeException reason) {
        done.completeExceptionally(reason);
    }
}
