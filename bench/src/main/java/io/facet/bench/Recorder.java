// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** Records controllers with the JDK's Flight Recorder, and makes flame graphs of what it recorded. */
final class Recorder {

    /** Has a JVM record from its start on. */
    static final String JVM_OPTION = "-XX:StartFlightRecording:settings=profile";

    /**
     * Native methods in which a thread waits: the JDK cannot tell them from those that work, such as the database's, and
     * samples both.
     */
    private static final String WAITS =
            "sun\\.nio\\.ch\\.(EPoll\\.wait|Net\\.(accept|poll))|sun\\.nio\\.fs\\.LinuxWatchService\\.poll";

    private final Path directory;
    private final List<Recording> recordings = new ArrayList<>();

    /**
     * One recording, as files in the output directory.
     *
     * @param name of the controller that was recorded
     */
    record Recording(String name) {
        String file() {
            return name + ".jfr";
        }

        /** Where the processor's time went. */
        String cpu() {
            return name + "-cpu.html";
        }

        /** What was allocated where. */
        String allocation() {
            return name + "-allocation.html";
        }
    }

    /** @param directory where recordings and graphs are left */
    Recorder(Path directory) {
        this.directory = directory;
    }

    /** Begins to record a JVM. */
    void begin(long pid) throws IOException {
        try (Jvm jvm = new Jvm(pid)) {
            jvm.startRecording();
        }
    }

    /** Ends what is recorded of a JVM. A recording of the same name is replaced. */
    void end(long pid, String name) throws IOException {
        Files.createDirectories(directory);
        Recording recording = new Recording(name);
        Path file = directory.resolve(recording.file()).toAbsolutePath();
        try (Jvm jvm = new Jvm(pid)) {
            jvm.endRecording(file);
        }
        if (!recordings.contains(recording)) {
            recordings.add(recording);
        }
    }

    /** Makes the graphs of all recordings since this was called last, and returns those. */
    List<Recording> draw() throws IOException {
        List<Recording> drawn = List.copyOf(recordings);
        recordings.clear();
        for (Recording recording : drawn) {
            draw(
                    recording.file(),
                    recording.cpu(),
                    "--exclude",
                    WAITS,
                    "--title",
                    recording.name() + ": processor time, samples");
            draw(
                    recording.file(),
                    recording.allocation(),
                    "--alloc",
                    "--total",
                    "--title",
                    recording.name() + ": allocation, bytes");
        }
        return drawn;
    }

    private void draw(String recording, String graph, String... options) throws IOException {
        Arguments arguments = new Arguments(options);
        arguments.dot = true;
        // One frame for all lambdas of a method, whatever they are called this time.
        arguments.norm = true;
        JfrToFlame.convert(
                directory.resolve(recording).toString(),
                directory.resolve(graph).toString(),
                arguments);
    }
}
