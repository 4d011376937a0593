// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.importer.api.ExportProgress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Prints now and then how far an export is; nothing for one that is over in a moment. */
public final class ExportProgressPrinter implements ExportProgress {
    private final PrintStream out;
    private final Pace pace;

    /** Prints to the session that runs the command. */
    public ExportProgressPrinter(PrintStream out) {
        this(out, System::nanoTime);
    }

    ExportProgressPrinter(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.pace = new Pace(nanos);
    }

    @Override
    public void progress(long done, long total) {
        if (!pace.isDue()) {
            return;
        }
        out.println("Writing: " + done + " of " + total + " entities");
        out.flush();
    }
}
