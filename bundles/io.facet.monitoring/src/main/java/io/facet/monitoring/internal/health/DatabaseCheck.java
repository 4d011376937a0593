// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.Database;
import io.facet.store.api.DatabaseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** The database answers in time. */
public final class DatabaseCheck implements HealthCheck {

    private final Supplier<Optional<Database>> database;
    private final Supplier<Limits> limits;
    private final Consumer<DatabaseStatus> answers;

    /** What is being asked, and whom. Only one question is open at a time, however long the answer takes. */
    private Question open;

    private record Question(Database database, CompletableFuture<DatabaseStatus> answer) {}

    /** @param answers gets what the database said */
    public DatabaseCheck(
            Supplier<Optional<Database>> database, Supplier<Limits> limits, Consumer<DatabaseStatus> answers) {
        this.database = database;
        this.limits = limits;
        this.answers = answers;
    }

    @Override
    public Result execute() {
        Optional<Database> present = database.get();
        if (present.isEmpty()) {
            return Verdict.NO_DATABASE;
        }
        Duration timeout = limits.get().timeout();
        long begun = System.nanoTime();
        try {
            DatabaseStatus status = ask(present.get()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            answers.accept(status);
            return Verdict.ok(status.product() + " at " + status.place() + " answered within "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms.");
        } catch (TimeoutException e) {
            return Verdict.critical("The database did not answer within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.warn("The check was interrupted.");
        }
    }

    private synchronized CompletableFuture<DatabaseStatus> ask(Database present) {
        if (open == null || open.database() != present || open.answer().isDone()) {
            open = new Question(present, present.status().toCompletableFuture());
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
