// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.api.Transaction;
import io.facet.store.api.TransactionBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A transaction while its body runs. Used by one thread only. */
final class OpenTransaction implements Transaction {

    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    private final Dialect dialect;
    private final Connection connection;
    /** The model whose changes are logged; empty in a read transaction. */
    private final String modelUuid;

    private final List<ChangeLog.Entry> changes = new ArrayList<>();
    private final Thread owner = Thread.currentThread();
    private boolean open = true;
    private int depth;
    /** A conflict that happened inside a savepoint, and that the body may have taken for its own. */
    private Throwable conflict;
    /** The database gave up the whole transaction: nothing more may run, since it would be outside of one. */
    private boolean lost;

    private OpenTransaction(Dialect dialect, Connection connection, String modelUuid) {
        this.dialect = dialect;
        this.connection = connection;
        this.modelUuid = modelUuid;
    }

    /** Whether the calling thread is inside the body of a transaction. */
    static boolean isInside() {
        return INSIDE.get() != null;
    }

    /** Runs the body of a read and returns what it returns. */
    static <T> T read(Dialect dialect, Connection connection, TransactionBody<T> body) throws Exception {
        return new OpenTransaction(dialect, connection, "").run(body);
    }

    /** Runs the body of a write and logs its changes. */
    static <T> Written<T> write(Dialect dialect, Connection connection, String modelUuid, TransactionBody<T> body)
            throws Exception {
        OpenTransaction tx = new OpenTransaction(dialect, connection, modelUuid);
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
        return connection;
    }

    @Override
    public long position(String model) {
        checkUse();
        try {
            return ChangeLog.position(connection, model);
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
