// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;

/**
 * Standard output of a command that takes its time. The shell flushes the operator's end of it when the command has ended;
 * a flush of this one reaches it at once.
 */
public final class LiveOutput {

    private LiveOutput() {}

    /** The output of the command that runs in the session, on this thread. */
    public static PrintStream of(Session session) {
        PrintStream console = session.getConsole();
        OutputStream both = new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
                console.flush();
            }
        };
        return new PrintStream(both, false, StandardCharsets.UTF_8);
    }
}
