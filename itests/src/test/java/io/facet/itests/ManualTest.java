// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

/** Keeps what the manual quotes true. */
public class ManualTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path BUNDLES = Path.of("..", "bundles");
    private static final Path SCRIPT = Path.of("..", "karaf-assembly", "src", "main", "resources", "bin", "facet");

    /** In the first cell of a row, between backticks: a message. */
    private static final Pattern MESSAGE = Pattern.compile("`([^`]+)`");

    /** Parts of a message that are shorter would be found anywhere. */
    private static final int TELLING = 6;

    @Test
    public void everyMessageThatTroubleshootQuotesIsInTheProgram() throws Exception {
        String program = program();
        List<String> messages = Files.readAllLines(DOCS.resolve("troubleshoot.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.indexOf(" | ", 2)))
                .flatMap(cell -> MESSAGE.matcher(cell).results().map(found -> found.group(1)))
                .filter(message -> !message.equals("io.facet."))
                .toList();
        assertThat(messages).hasSizeGreaterThan(30);
        SoftAssertions all = new SoftAssertions();
        for (String message : messages) {
            for (String part : message.split("…")) {
                if (part.strip().length() >= TELLING) {
                    all.assertThat(program.contains(part.strip()))
                            .as("\"%s\" of the message \"%s\" is in the program", part.strip(), message)
                            .isTrue();
                }
            }
        }
        all.assertAll();
    }

    /** The sources, in which texts that stand on several lines are joined and placeholders are cut out. */
    private static String program() throws IOException {
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            return Stream.concat(
                            files.filter(file -> file.toString().endsWith(".java")
                                    && file.toString().contains("src/main/")),
                            Stream.of(SCRIPT))
                    .map(ManualTest::text)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\"\\s*\\+\\s*\"", "")
                    .replace("\\\"", "\"");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
