// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waiting for the database while a provider is activated, which whoever activates it may interrupt. */
public final class Activation {

    private Activation() {}

    /**
     * What a read or a write of the store gives.
     *
     * @throws IllegalStateException if the thread is interrupted, which it then still is
     * @throws RuntimeException the one that the transaction failed with
     */
    public static <T> T await(CompletionStage<T> transaction) {
        try {
            return transaction.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
