// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The demo provisioner of the quickstart, in a process of its own. */
final class DemoProcess implements AutoCloseable {

    private static final long PATIENCE_S = 10;

    private final Process process;
    private final BufferedReader out;

    private DemoProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static DemoProcess start(String... arguments) throws IOException {
        Path jar = Path.of("../demo/target/facet-demo.jar");
        assertThat(Files.exists(jar)).as("%s, made by module demo", jar).isTrue();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return new DemoProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The next line that it prints, or null at the end. */
    String readLine() throws IOException {
        return out.readLine();
    }

    /** All that it prints from here to its end. */
    String output() {
        return out.lines().collect(Collectors.joining("\n"));
    }

    /** Its exit status; it has printed all. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                .as("end of the demo")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
