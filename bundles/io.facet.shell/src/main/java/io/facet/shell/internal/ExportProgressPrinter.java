// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.importer.api.ExportProgress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Prints now and then how far an export is; nothing for one that is over in a moment. */
public final class ExportProgressPrinter implements ExportProgress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanos;
    private long last;

    /** Prints to the session that runs the command. */
    public ExportProgressPrinter(PrintStream out) {
        this(out, System::nanoTime);
    }

    ExportProgressPrinter(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    @Override
    public void progress(long done, long total) {
        long now = nanos.getAsLong();
        if (now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        out.println("Writing: " + done + " of " + total + " entities");
        out.flush();
    }
}
