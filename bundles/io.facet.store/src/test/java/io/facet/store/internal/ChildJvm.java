// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.store.testing.StoreRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteDataSource;

/** A JVM of its own that runs a main class of the tests. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    /** @param prefix command in front of that of the JVM, such as a tracer; may be empty */
    ChildJvm(List<String> prefix, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line it prints, or null if it has ended. */
    String readLine() throws IOException {
        return output.readLine();
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        // Through the handle: the process itself would close its output, of which there may be more to read.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the child: the store on a file. */
    static StoreImpl open(String file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return StoreImpl.open(dataSource, StoreRule.settings());
    }
}
