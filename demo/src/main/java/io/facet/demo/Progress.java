// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.core.MachineId;
import java.io.PrintStream;

/** Shows how far the work is. Safe for use by many threads. */
interface Progress extends AutoCloseable {

    /** The progress for a stream: live where a person looks at it, lines where a program does. */
    static Progress on(PrintStream out, boolean plain) {
        String terminal = System.getenv("TERM");
        boolean dumb = terminal == null || terminal.isEmpty() || terminal.equals("dumb");
        return plain || dumb || System.console() == null ? new PlainProgress(out) : new LiveProgress(out);
    }

    /** That many more machines have to be dealt with. */
    void expect(int machines);

    /** What is being done for a machine right now. */
    void at(MachineId machine, String step);

    /** A machine needs no more. */
    void done(MachineId machine, String outcome);

    /** Something of interest that is not about one machine's end. */
    void note(String text);

    /** Leaves what was said on the screen and says no more. */
    @Override
    void close();
}
