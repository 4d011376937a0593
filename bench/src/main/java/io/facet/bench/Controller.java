// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A controller as its users run it: the distribution, unpacked, as a process of its own on free ports, with its default
 * settings except where a measurement says so. Closing it kills it.
 */
final class Controller implements AutoCloseable {

    private static final long START_TIMEOUT_MS = 180_000;
    private static final long POLL_MS = 20;

    private final Path home;
    private final int apiPort;
    private final int sshPort;
    private final int sparePort;
    private String maxHeap = "";
    private Process process;
    /** Null while it is not recorded. */
    private Recorder recorder;
    /** What the recording is named after. */
    private String recorded;

    private Controller(Path home) throws IOException {
        this.home = home;
        this.apiPort = freePort();
        this.sshPort = freePort();
        this.sparePort = freePort();
    }

    /** Unpacks the distribution into a directory, whose content goes. */
    static Controller unpack(Path distribution, Path directory) throws IOException, InterruptedException {
        Path home = directory.toAbsolutePath();
        Programs.run("rm", "-rf", home.toString());
        Files.createDirectories(home);
        Programs.run(
                "tar", "xzf", distribution.toAbsolutePath().toString(), "-C", home.toString(), "--strip-components=1");
        Controller controller = new Controller(home);
        controller.configure("io.facet.apiserver.cfg", "host = 127.0.0.1", "port = " + controller.apiPort);
        controller.configure("org.apache.karaf.shell.cfg", "sshPort = " + controller.sshPort);
        return controller;
    }

    /** Adds lines to a file in {@code etc/}; the last setting of a key wins. */
    void configure(String file, String... lines) throws IOException {
        Files.writeString(
                home.resolve("etc").resolve(file),
                "\n" + String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Limits its heap, as {@code 300m}, from the next start on. */
    void maxHeap(String size) {
        maxHeap = size;
    }

    /** Records what it does from now on, and what it does after each further start, of which the last recording stays. */
    void record(Recorder with) throws IOException {
        recorder = with;
        recorded = home.getFileName().toString();
        recorder.begin(pid());
    }

    /** Starts the process and returns at once. */
    void launch() throws IOException {
        // "daemon" replaces the script by the JVM, so that this process is the controller itself.
        ProcessBuilder builder = builder("bin/karaf", "daemon")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("console.log").toFile()));
        if (recorder != null) {
            builder.environment().put("EXTRA_JAVA_OPTS", Recorder.JVM_OPTION);
            recorded = home.getFileName() + "-restart";
        }
        process = builder.start();
    }

    private void endRecording() throws IOException {
        if (recorder != null && process.isAlive()) {
            recorder.end(pid(), recorded);
        }
    }

    /** Starts it and waits until API and shell listen and the controller has written its own agent.conf. */
    void start() throws IOException, InterruptedException {
        launch();
        awaitPort(sshPort);
        awaitPort(apiPort);
    }

    /** Waits until somebody listens on a port of this machine. */
    void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notListening) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("nobody listens on port " + port + "; see " + home.resolve("data/log"));
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
    }

    /** Stops it in good order. */
    void stop() throws IOException, InterruptedException {
        endRecording();
        Programs.run(builder("bin/stop"));
        process.waitFor();
    }

    /** What a command of the shell printed. */
    String facet(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/facet"));
        command.addAll(List.of(arguments));
        return Programs.run(builder(command.toArray(String[]::new)));
    }

    /** Whom the controller's own agent logs in as, to a model. */
    AgentConfig controllerAgent(String model) throws IOException, InterruptedException {
        Path file = home.resolve("agent-" + model + ".conf");
        facet("agent-conf-issue", "--controller", "--output", file.toString(), model);
        return AgentConfig.read(file);
    }

    Path home() {
        return home;
    }

    int apiPort() {
        return apiPort;
    }

    int sshPort() {
        return sshPort;
    }

    /** A port that was free, for what a measurement opens besides. */
    int sparePort() {
        return sparePort;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            try {
                endRecording();
            } finally {
                process.destroyForcibly();
                process.onExit().join();
            }
        }
    }

    private ProcessBuilder builder(String... command) {
        List<String> absolute = new ArrayList<>(List.of(command));
        absolute.set(0, home.resolve(command[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(absolute).directory(home.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_"));
        if (!maxHeap.isEmpty()) {
            builder.environment().put("JAVA_MAX_MEM", maxHeap);
        }
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
