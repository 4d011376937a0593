// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.rules.ExternalResource;

/** What is logged meanwhile: the logger of the tests writes to the error output. */
final class ErrorOutput extends ExternalResource {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @Override
    protected void before() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @Override
    protected void after() {
        System.setErr(before);
    }

    /** The lines that contain the text. */
    List<String> lines(String text) {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }
}
