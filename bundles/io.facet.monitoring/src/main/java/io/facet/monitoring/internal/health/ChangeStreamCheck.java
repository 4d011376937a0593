// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.store.api.Database;
import io.facet.store.api.DatabaseFigures;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Watchers hear of changes in time. */
public final class ChangeStreamCheck implements HealthCheck {

    private final Supplier<Optional<Database>> database;
    private final Supplier<Limits> limits;

    public ChangeStreamCheck(Supplier<Optional<Database>> database, Supplier<Limits> limits) {
        this.database = database;
        this.limits = limits;
    }

    @Override
    public Result execute() {
        return database.get().map(present -> verdict(present.figures())).orElse(Verdict.NO_DATABASE);
    }

    private Result verdict(DatabaseFigures figures) {
        Limits now = limits.get();
        String message = figures.changesBehind() == 0
                ? "Watchers were told of every change."
                : figures.changesBehind() + " changes wait to be told to the watchers, the oldest for "
                        + figures.lag().toMillis() + " ms.";
        return Verdict.above(figures.lag(), now.lagWarn(), now.lagCritical(), message);
    }
}
