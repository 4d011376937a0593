// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, as a table for people, Markdown and JSON. */
final class Report {

    private final Options options;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Recorder.Recording> recordings = new ArrayList<>();

    /** @param options how it was measured, and where the report goes */
    Report(Options options) {
        this.options = options;
    }

    void add(List<Figure> measured) {
        figures.addAll(measured);
    }

    void addRecordings(List<Recorder.Recording> recorded) {
        recordings.addAll(recorded);
    }

    /** Prints the figures of a section. */
    static void print(PrintStream out, List<Figure> measured) {
        for (Figure figure : measured) {
            out.printf(
                    "%-9s %-70s %14s %-8s %-10s %s%n",
                    figure.section(),
                    figure.name(),
                    figure.valueText(),
                    figure.unit(),
                    figure.goalText(),
                    figure.verdict());
        }
    }

    /** Writes {@code report.md} and {@code report.json}. */
    void write() throws IOException {
        Path directory = options.output();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), markdown());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(directory.resolve("report.json").toFile(), json());
    }

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder("# Figures of a Facet controller\n\n");
        machine().forEach((name, value) -> text.append("- ")
                .append(name)
                .append(": ")
                .append(value)
                .append('\n'));
        if (options.quick()) {
            text.append(
                    "- Sizes and times a tenth of the full ones: these figures say that the bench works, no more\n");
        }
        if (options.profile()) {
            text.append("- The controllers were recorded, which is part of what the figures say\n");
        }
        text.append("\n| Section | Figure | Value | Unit | Goal | |\n|---|---|---:|---|---|---|\n");
        for (Figure figure : figures) {
            text.append(String.join(
                            " | ",
                            "| " + figure.section(),
                            figure.name(),
                            figure.valueText(),
                            figure.unit(),
                            figure.goalText(),
                            figure.verdict()))
                    .append(" |\n");
        }
        if (!recordings.isEmpty()) {
            text.append("\n## Recordings\n\nOf the controllers, as flame graphs and as the JDK wrote them.\n\n");
        }
        for (Recorder.Recording recording : recordings) {
            text.append("- ")
                    .append(recording.name())
                    .append(link(": ", "processor time", recording.cpu()))
                    .append(link(", ", "allocation", recording.allocation()))
                    .append(link(", ", "recording", recording.file()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String link(String before, String text, String target) {
        return before + "[" + text + "](" + target + ")";
    }

    private Map<String, Object> json() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine());
        json.put("quick", options.quick());
        json.put("profile", options.profile());
        json.put("figures", figures.stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("section", figure.section());
        json.put("name", figure.name());
        json.put("value", figure.value());
        json.put("unit", figure.unit());
        json.put("goal", figure.goalText());
        json.put("verdict", figure.verdict());
        return json;
    }

    private static Map<String, String> machine() throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("Measured", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        machine.put("Processors", Runtime.getRuntime().availableProcessors() + " x " + processor());
        machine.put("Memory", memory());
        machine.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("Driver", "on the same machine");
        return machine;
    }

    private static String processor() throws IOException {
        return field(Path.of("/proc/cpuinfo"), "model name");
    }

    private static String memory() throws IOException {
        return field(Path.of("/proc/meminfo"), "MemTotal");
    }

    private static String field(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
