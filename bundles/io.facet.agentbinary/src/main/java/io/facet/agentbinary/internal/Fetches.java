// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The fetches under way. Whoever asks for what is being fetched waits for the same fetch. */
final class Fetches {

    private final IntSupplier max;

    /** By what is fetched; guarded by this. */
    private final Map<Object, CompletableFuture<AgentBinary>> running = new HashMap<>();

    /** @param max how many may run at a time */
    Fetches(IntSupplier max) {
        this.max = max;
    }

    /**
     * The outcome of the fetch with this key, which is begun unless it runs.
     *
     * @return fails with code {@code try again}, if too many run
     */
    CompletionStage<AgentBinary> share(Object key, Supplier<CompletionStage<AgentBinary>> fetch) {
        CompletableFuture<AgentBinary> outcome = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<AgentBinary> shared = running.get(key);
            if (shared != null) {
                return shared;
            }
            if (running.size() >= max.getAsInt()) {
                return CompletableFuture.failedFuture(new FacetException(
                        ErrorCode.TRY_AGAIN,
                        "as many agent binaries are being fetched as max.fetches in etc/io.facet.agentbinary.cfg"
                                + " allows; try again"));
            }
            running.put(key, outcome);
        }
        begin(fetch).whenComplete((binary, failure) -> {
            synchronized (this) {
                running.remove(key);
            }
            if (failure == null) {
                outcome.complete(binary);
            } else {
                outcome.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        return outcome;
    }

    private static CompletionStage<AgentBinary> begin(Supplier<CompletionStage<AgentBinary>> fetch) {
        try {
            return fetch.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
