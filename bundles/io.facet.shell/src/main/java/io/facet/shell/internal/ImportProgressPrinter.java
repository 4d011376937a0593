// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.importer.api.ImportProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints now and then how far an import is; nothing for one that is over in a moment. */
public final class ImportProgressPrinter implements ImportProgress {
    private static final double MIB = 1024 * 1024;

    private final PrintStream out;
    private final Pace pace;

    /** Prints to the session that runs the command. */
    public ImportProgressPrinter(PrintStream out) {
        this(out, System::nanoTime);
    }

    ImportProgressPrinter(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.pace = new Pace(nanos);
    }

    @Override
    public void progress(Phase phase, long done, long total) {
        if (!pace.isDue()) {
            return;
        }
        out.println(
                switch (phase) {
                    case READ -> "Reading: " + mebibytes(done) + (total > 0 ? " of " + mebibytes(total) : "");
                    case CHECK -> "Checking: " + count(done, total) + " sections";
                    case WRITE -> "Writing: " + count(done, total) + " entities";
                    case REVEAL -> "Making it visible";
                });
        out.flush();
    }

    private static String count(long done, long total) {
        return total > 0 ? done + " of " + total : Long.toString(done);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}
