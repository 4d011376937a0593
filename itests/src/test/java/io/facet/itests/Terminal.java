// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jline.builtins.ScreenTerminal;

/** A program in a terminal of 120 columns and 40 rows: what somebody who sits in front of it types and sees. */
final class Terminal implements AutoCloseable {

    private static final int COLUMNS = 120;
    private static final int ROWS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PtyProcess process;
    private final OutputStream keyboard;
    private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);

    private Terminal(PtyProcess process) {
        this.process = process;
        this.keyboard = process.getOutputStream();
        Thread painter = new Thread(this::paint, "terminal");
        painter.setDaemon(true);
        painter.start();
    }

    /** Starts a program in it, in its own directory. */
    static Terminal run(Path directory, String... program) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("KARAF_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("TERM", "xterm");
        environment.put("LC_ALL", "C.UTF-8");
        return new Terminal(new PtyProcessBuilder(program)
                .setDirectory(directory.toString())
                .setEnvironment(environment)
                .setInitialColumns(COLUMNS)
                .setInitialRows(ROWS)
                .setRedirectErrorStream(true)
                .start());
    }

    /** What to type for the Tab key. */
    static final String TAB = "\t";
    /** What to type for the Enter key. */
    static final String ENTER = "\r";
    /** What to type for a clear screen: Ctrl and L. */
    static final String CLEAR = "\f";
    /** What to type to have an empty line again: Ctrl and U. */
    static final String DISCARD = "\025";

    /** Types text. */
    void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits until the screen is as wanted, and fails showing it if that does not come. */
    String await(String what, Predicate<String> wanted) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> wanted.test(screen()));
            return screen();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no sign of " + what + " after " + PATIENCE + "; the screen shows:\n" + screen(), e);
        }
    }

    /** What is on the screen: its rows, without the blanks at their ends, down to the last one that is not empty. */
    String screen() {
        String rows;
        synchronized (screen) {
            rows = screen.toString();
        }
        return rows.lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    /** Waits for the end of the program and tells its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no end of the program after " + PATIENCE + "; the screen shows:\n" + screen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void paint() {
        char[] some = new char[4096];
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = output.read(some); count >= 0; count = output.read(some)) {
                screen.write(new String(some, 0, count));
                // Programs ask a terminal where its cursor is and what it can do.
                String answer = screen.read();
                if (!answer.isEmpty()) {
                    type(answer);
                }
            }
        } catch (IOException e) {
            // The end of the program, which waiting for what it prints will notice.
        }
    }
}
