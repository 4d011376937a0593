// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs other programs to their end. */
final class Programs {

    private Programs() {}

    /**
     * What a program printed, errors included.
     *
     * @throws IOException with that text, if its exit status is not 0
     */
    static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", builder.command()) + " failed: " + text);
        }
        return text;
    }

    /** The same for a command line. */
    static String run(String... command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(List.of(command)));
    }
}
