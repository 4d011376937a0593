// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** The database answers in time: a read of the store gets its turn, begins a transaction, and finds what it asks for. */
public final class DatabaseCheck implements HealthCheck {

    private final Supplier<Optional<Store>> store;
    private final Supplier<Limits> limits;

    /** What is being asked, and whom. Only one question is open at a time, however long the answer takes. */
    private Question open; // guarded by this

    private record Question(Store store, CompletableFuture<Long> answer) {}

    public DatabaseCheck(Supplier<Optional<Store>> store, Supplier<Limits> limits) {
        this.store = store;
        this.limits = limits;
    }

    @Override
    public Result execute() {
        Optional<Store> present = store.get();
        if (present.isEmpty()) {
            return Verdict.NO_DATABASE;
        }
        Duration timeout = limits.get().timeout();
        long begun = System.nanoTime();
        try {
            ask(present.get()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Verdict.ok("The database answered within "
                    + (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + 1) + " ms.");
        } catch (TimeoutException e) {
            return Verdict.critical("The database did not answer within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.warn("The check was interrupted.");
        }
    }

    /** The model need not exist: the counters of the changes are looked at in any case. */
    private synchronized CompletableFuture<Long> ask(Store present) {
        if (open == null || open.store() != present || open.answer().isDone()) {
            open = new Question(
                    present,
                    present.read(transaction -> transaction.position("")).toCompletableFuture());
        }
        return open.answer();
    }

    private static Result failed(Throwable failure) {
        if (failure instanceof FacetException refusal && refusal.code() == ErrorCode.TRY_AGAIN) {
            // It lives. To send clients elsewhere would move the load, which then takes the next controller down.
            return Verdict.warn("The database is too busy to be asked: " + refusal.getMessage() + ".");
        }
        return Verdict.critical("The database does not answer: " + failure.getMessage());
    }
}
