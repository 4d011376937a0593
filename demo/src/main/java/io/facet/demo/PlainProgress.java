// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.core.MachineId;
import java.io.PrintStream;

/** One line per outcome. */
final class PlainProgress implements Progress {
    private final PrintStream out;
    /** Guarded by this. */
    private int expected;
    /** Guarded by this. */
    private int done;

    PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void expect(int machines) {
        expected += machines;
    }

    @Override
    public void at(MachineId machine, String step) {
        // Steps are for those who watch; a log wants outcomes.
    }

    @Override
    public synchronized void done(MachineId machine, String outcome) {
        done++;
        out.printf("  [%2d/%2d] machine %s %s%n", done, expected, machine, outcome);
    }

    @Override
    public synchronized void note(String text) {
        out.println(text);
    }

    @Override
    public void close() {
        out.flush();
    }
}
