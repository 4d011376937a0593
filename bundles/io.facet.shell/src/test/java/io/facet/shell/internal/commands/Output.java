// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.rules.ExternalResource;

/** What a command printed. */
final class Output extends ExternalResource {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream before = System.out;

    @Override
    protected void before() {
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    @Override
    protected void after() {
        System.setOut(before);
    }

    /** What was printed since the last call. */
    String text() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    /** The same as lines. */
    List<String> lines() {
        return text().lines().toList();
    }
}
