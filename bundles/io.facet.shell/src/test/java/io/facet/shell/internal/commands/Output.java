// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.karaf.shell.api.console.Session;
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

    /** A session of which nothing but the console is asked for, and that shows nothing. */
    static Session session() {
        PrintStream console = new PrintStream(PrintStream.nullOutputStream());
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConsole")) {
                        return console;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
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
