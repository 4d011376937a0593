// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable store. Work is handed in as a {@link TransactionBody} and runs on a thread of the store; the
 * returned stage completes once the outcome is final, for a write that is after the commit has reached the disk.
 *
 * <p>A stage fails with the exception the body threw, unwrapped of nothing (a {@code FacetException} arrives as
 * itself, as the cause of the {@code CompletionException} that dependent stages see), or with a
 * {@code FacetException} of code {@code try again} when the queue of the store is full, or
 * {@code excessive contention} when a conflict with other writers persisted.
 *
 * <p>What depends on a stage runs on the thread of the store that completes it, unless added by an {@code Async}
 * method: it must be quick, and never wait for another stage of the store.
 */
@ProviderType
public interface Store {

    /**
     * Runs {@code body} in a write transaction of one model, then commits. If the body throws, everything it did is
     * rolled back. The body may be run again after a conflict, so it does no I/O of its own and keeps no side effects
     * outside the transaction. On a store with group commit several bodies share a commit; each of them is still
     * all-or-nothing.
     *
     * @param modelUuid the model whose change counter the write advances; data of other models may be read, and
     *     written where no watcher has to hear of it
     * @throws IllegalStateException if called from inside a transaction body
     */
    <T> CompletionStage<T> write(String modelUuid, TransactionBody<T> body);

    /**
     * Runs {@code body} in a read-only transaction that sees one consistent snapshot. The body may be run again, so it keeps
     * no side effects.
     *
     * @throws IllegalStateException if called from inside a transaction body
     */
    <T> CompletionStage<T> read(TransactionBody<T> body);

    /**
     * As {@link #read}, for a body whose answer is often kept for the {@link Transaction#snapshot} it sees. It is tried on
     * the calling thread, up to where it asks for a connection; one that does not ask is done when this method returns.
     *
     * @throws IllegalStateException if called from inside a transaction body
     */
    <T> CompletionStage<T> readKept(TransactionBody<T> body);

    /**
     * Brings the tables of one provider up to date, blocking until done. Called by a provider while it activates.
     *
     * @throws IllegalStateException if the scripts are missing, fail, or the database was written by a newer provider
     *     that this one must not run beside
     */
    void migrate(SchemaScripts scripts);
}
