// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.core.FacetException;
import io.facet.store.api.Database;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.karaf.shell.support.CommandException;

/** What the commands about the database have in common. */
public final class Databases {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};
    private static final int UNIT = 1024;

    private Databases() {}

    /** The database itself; refused while it is not open. */
    public static Database required(Database database) throws CommandException {
        return Services.required(database, Database.class, "io.facet.store");
    }

    /** What an operation came to, which may take as long as the database is large. */
    public static <T> T outcome(CompletionStage<T> operation) throws Exception {
        try {
            return operation.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FacetException refusal) {
                String message = refusal.getMessage();
                throw new CommandException(
                        message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1), refusal);
            }
            throw e;
        }
    }

    /** A size as people read it, such as 12.3 MiB. */
    public static String size(long bytes) {
        if (bytes < UNIT) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= UNIT && unit < UNITS.length - 1) {
            value /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** The time since {@link System#nanoTime} said so, such as 0.4 s. */
    public static String since(long begun) {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0);
    }
}
