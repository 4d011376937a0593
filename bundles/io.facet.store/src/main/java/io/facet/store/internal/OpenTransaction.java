// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Transaction;
import io.facet.store.api.TransactionBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A transaction while its body runs. Used by one thread only. */
final class OpenTransaction implements Transaction {

    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    /** Ends a body that was tried without a connection and needs one. */
    private static final class ConnectionNeeded extends Error {
        private static final long serialVersionUID = 1;
        private static final ConnectionNeeded INSTANCE = new ConnectionNeeded();

        private ConnectionNeeded() {
            super("a connection is needed", null, false, false);
        }
    }

    private final Dialect dialect;
    /** Null if the body has to do without. */
    private final Connection connection;
    /** The model whose changes are logged; empty in a read transaction. */
    private final String modelUuid;

    private final CommitCounter commits;
    /** The state that a read transaction sees, if that has a number. */
    private final OptionalLong snapshot;
    /** Somebody was told the number, and may have given out what is kept for it. */
    private boolean snapshotTold;

    private final List<ChangeLog.Entry> changes = new ArrayList<>();
    private final Thread owner = Thread.currentThread();
    private boolean open = true;
    private int depth;
    /** A conflict that happened inside a savepoint, and that the body may have taken for its own. */
    private Throwable conflict;
    /** The database gave up the whole transaction: nothing more may run, since it would be outside of one. */
    private boolean lost;

    private OpenTransaction(
            Dialect dialect, Connection connection, String modelUuid, CommitCounter commits, OptionalLong snapshot) {
        this.dialect = dialect;
        this.connection = connection;
        this.modelUuid = modelUuid;
        this.commits = commits;
        this.snapshot = snapshot;
    }

    /** Whether the calling thread is inside the body of a transaction. */
    static boolean isInside() {
        return INSIDE.get() != null;
    }

    /**
     * Runs the body of a read without a connection.
     *
     * @return what it returns; empty if it needs a connection, or the present state has no number
     */
    static <T> Optional<Result<T>> readKept(Dialect dialect, CommitCounter commits, TransactionBody<T> body)
            throws Exception {
        OptionalLong snapshot = commits.current();
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Result<>(new OpenTransaction(dialect, null, "", commits, snapshot).run(body)));
        } catch (ConnectionNeeded e) {
            return Optional.empty();
        }
    }

    /** What a body returned, null included. */
    record Result<T>(T value) {}

    /** Runs the body of a read, on a connection on which nothing has been read yet, and returns what it returns. */
    static <T> T read(Dialect dialect, Connection connection, CommitCounter commits, TransactionBody<T> body)
            throws Exception {
        OpenTransaction tx = new OpenTransaction(dialect, connection, "", commits, commits.current());
        try {
            T result = tx.run(body);
            if (!tx.isMixed()) {
                return result;
            }
        } catch (Exception e) {
            if (!tx.isMixed()) {
                throw e;
            }
        }
        return new OpenTransaction(dialect, connection, "", commits, OptionalLong.empty()).run(body);
    }

    /** Whether what was kept may be of the state before a commit, and what came from the database of the one after. */
    private boolean isMixed() {
        return snapshotTold && !commits.is(snapshot.getAsLong());
    }

    /** Runs the body of a write and logs its changes. */
    static <T> Written<T> write(Dialect dialect, Connection connection, String modelUuid, TransactionBody<T> body)
            throws Exception {
        OpenTransaction tx = new OpenTransaction(dialect, connection, modelUuid, null, OptionalLong.empty());
        T result = tx.run(body);
        if (tx.conflict != null) {
            throw new SQLException("conflict inside a savepoint", "40001", tx.conflict);
        }
        if (tx.lost) {
            throw new SQLException("the database gave up the transaction");
        }
        if (!tx.changes.isEmpty()) {
            ChangeLog.append(connection, modelUuid, tx.changes);
        }
        return new Written<>(result, tx.changes.size());
    }

    /** What a write came to, and how many changes it logged. */
    record Written<T>(T result, int changes) {}

    private <T> T run(TransactionBody<T> body) throws Exception {
        INSIDE.set(Boolean.TRUE);
        try {
            return body.run(this);
        } finally {
            open = false;
            INSIDE.remove();
        }
    }

    @Override
    public Connection connection() {
        checkUse();
        if (connection == null) {
            throw ConnectionNeeded.INSTANCE;
        }
        return connection;
    }

    @Override
    public OptionalLong snapshot() {
        checkUse();
        if (snapshot.isEmpty() || !commits.is(snapshot.getAsLong())) {
            return OptionalLong.empty();
        }
        snapshotTold = true;
        return snapshot;
    }

    @Override
    public long position(String model) {
        try {
            return ChangeLog.position(connection(), model);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the position of model " + model + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void changed(String namespace, String scope, String key, String value) {
        checkUse();
        if (modelUuid.isEmpty()) {
            throw new IllegalStateException("change of " + namespace + " \"" + key + "\" in a read transaction");
        }
        changes.add(new ChangeLog.Entry(namespace, scope, key, value));
    }

    @Override
    public <T> T savepoint(TransactionBody<T> body) throws Exception {
        checkUse();
        int before = changes.size();
        String name = "entry_" + ++depth;
        Statements.execute(connection, "SAVEPOINT " + name);
        try {
            T result = body.run(this);
            Statements.execute(connection, "RELEASE SAVEPOINT " + name);
            return result;
        } catch (Throwable e) {
            changes.subList(before, changes.size()).clear();
            if (dialect.isConflict(e)) {
                conflict = e;
            }
            undo(name, e);
            throw e;
        } finally {
            depth--;
        }
    }

    private void undo(String name, Throwable reason) {
        try {
            Statements.execute(connection, "ROLLBACK TO SAVEPOINT " + name);
            Statements.execute(connection, "RELEASE SAVEPOINT " + name);
        } catch (SQLException e) {
            lost = true;
            reason.addSuppressed(e);
        }
    }

    private void checkUse() {
        if (!open || Thread.currentThread() != owner) {
            throw new IllegalStateException("transaction used outside its body");
        }
        if (lost) {
            throw new IllegalStateException("the database gave up the transaction");
        }
    }
}
