// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;

/**
 * The distribution as its users run it: unpacked, on free loopback ports, started and stopped with its own scripts. For
 * what cannot be tested from inside the container: scripts, restarts, kills, clients in other languages. Closing it kills
 * it and leaves its directory, with the log, for whoever looks into a failure; the next one of the same name starts afresh.
 */
final class ControllerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Path home;
    private final int apiPort;
    private final int sshPort;
    private final Thread killer = new Thread(this::kill, "kill-controller");
    private Process process;

    private ControllerProcess(Path home, FreePorts ports) {
        this.home = home;
        this.apiPort = ports.number(0);
        this.sshPort = ports.number(1);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Unpacks the distribution below the build directory, ready to be started for the first time. */
    static ControllerProcess unpack(String name) throws IOException, InterruptedException {
        ControllerProcess controller = unpack(Distribution.underTest().archive(), name, FreePorts.allocate(2));
        controller.configure("io.facet.apiserver.cfg", "host = 127.0.0.1", "port = " + controller.apiPort);
        controller.configure("org.apache.karaf.shell.cfg", "sshPort = " + controller.sshPort);
        controller.configure("io.facet.monitoring.cfg", "http.port = 0");
        return controller;
    }

    /** Unpacks the distribution to take the place, and the ports, of another; its settings are as they are shipped. */
    static ControllerProcess unpackSuccessor(String name, ControllerProcess other)
            throws IOException, InterruptedException {
        return unpack(Distribution.underTest().archive(), name, new FreePorts(List.of(other.apiPort, other.sshPort)));
    }

    /**
     * Unpacks Karaf as it is published, with its example user and with no Maven repository but those given; Facet has yet to
     * be installed into it.
     *
     * @param repositories directories laid out as a Maven repository
     */
    static ControllerProcess unpackStockKaraf(String name, Path... repositories)
            throws IOException, InterruptedException {
        FreePorts ports = FreePorts.allocate(4);
        ControllerProcess karaf = unpack(Distribution.stockKaraf(), name, ports);
        Path users = karaf.home.resolve("etc/users.properties");
        Files.writeString(users, Files.readString(users).replaceAll("(?m)^#(karaf|_g_)", "$1"));
        karaf.configure("io.facet.apiserver.cfg", "host = 127.0.0.1", "port = " + karaf.apiPort);
        karaf.configure("org.apache.karaf.shell.cfg", "sshHost = 127.0.0.1", "sshPort = " + karaf.sshPort);
        karaf.configure(
                "org.apache.karaf.management.cfg",
                "rmiRegistryPort = " + ports.number(2),
                "rmiServerPort = " + ports.number(3));
        String places = Stream.of(repositories)
                .map(directory -> directory.toUri() + "@id=given@snapshots, ")
                .collect(Collectors.joining());
        karaf.configure(
                "org.ops4j.pax.url.mvn.cfg",
                "org.ops4j.pax.url.mvn.localRepository = " + karaf.home.resolve("no-repository"),
                "org.ops4j.pax.url.mvn.repositories =",
                "org.ops4j.pax.url.mvn.defaultRepositories = " + places
                        + "${karaf.home.uri}system@id=system.repository@snapshots,"
                        + " ${karaf.data.uri}kar@id=kar.repository@multi@snapshots");
        return karaf;
    }

    private static ControllerProcess unpack(Path archive, String name, FreePorts ports)
            throws IOException, InterruptedException {
        Path directory = Distribution.underTest().workDirectory("controllers").resolve(name);
        execute(List.of("rm", "-rf", directory.toString()));
        Files.createDirectories(directory);
        ProgramResult unpacked =
                execute(List.of("tar", "xzf", archive.toString(), "-C", directory.toString(), "--strip-components=1"));
        if (unpacked.status() != 0) {
            throw new IOException("cannot unpack " + archive + ": " + unpacked.err());
        }
        return new ControllerProcess(directory, ports);
    }

    /** Directory of this installation. */
    Path home() {
        return home;
    }

    /** Data directory of the controller: database, keys, agent.conf. */
    Path data() {
        return home.resolve("data/facet");
    }

    int apiPort() {
        return apiPort;
    }

    int sshPort() {
        return sshPort;
    }

    /** Number of its process while it runs. */
    long pid() {
        return process.pid();
    }

    /** Adds lines to a file in {@code etc/}; the last setting of a key wins. */
    void configure(String file, String... lines) throws IOException {
        Files.writeString(
                home.resolve("etc").resolve(file),
                "\n" + String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Starts it and waits until both the API and the shell answer. */
    void start() throws IOException {
        launch();
        awaitUp("the controller", () -> health().equals("running\n"));
    }

    /** Starts it and waits until the shell answers. */
    void launch() throws IOException {
        // "daemon" replaces the script by the JVM, so that this process is the controller itself.
        process = builder(List.of(home.resolve("bin/karaf").toString(), "daemon"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("console.log").toFile()))
                .start();
        awaitUp("the shell", this::shellAnswers);
    }

    /** Waits until {@code up}, which may take some minutes, and fails when the process ends before. */
    void awaitUp(String what, Callable<Boolean> up) {
        Awaitility.await(what + " in " + home + " to answer")
                .atMost(START_TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the process ended; see " + home.resolve("data/log"), () -> !process.isAlive())
                .until(up);
    }

    /** Stops it in good order with its own script and waits for its end. */
    void stop() throws IOException, InterruptedException {
        ProgramResult stopped = run("bin/stop");
        if (stopped.status() != 0 || !process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("bin/stop failed: " + stopped);
        }
    }

    /** Kills it with SIGKILL, as a crash would. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** What {@code GET /health} says, or nothing while nobody listens. */
    String health() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + apiPort + "/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notListening) {
            return "";
        }
    }

    /** Runs a command of scope {@code facet}, or of any other if it is named, through {@code bin/facet}. */
    ProgramResult facet(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "bin/facet";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run(all);
    }

    /** Runs a program of the installation, without a terminal and with nothing on standard input. */
    ProgramResult run(String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.set(0, home.resolve(program[0]).toString());
        return ProgramResult.of(builder(command));
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private boolean shellAnswers() {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", sshPort)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException notListening) {
            return false;
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_"));
        return builder;
    }

    private static ProgramResult execute(List<String> command) throws IOException, InterruptedException {
        return ProgramResult.of(new ProcessBuilder(command));
    }

    /** A client that trusts anyone: whether the right controller answers is not what readiness is about. */
    static HttpClient client() {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new TrustsAnyone()}, new SecureRandom());
            return HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Accepts every certificate, whatever name it was made for. */
    private static final class TrustsAnyone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
