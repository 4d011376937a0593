// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

    private static final Pattern COMMAND = Pattern.compile("(?<![.a-z])facet:([a-z]+(?:-[a-z]+)*)\\b(?![*<-])");

    /** A link to another page: the page, and the heading if one is named. */
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#([^)]*))?\\)");

    /** Parts of a message that are shorter would be found anywhere. */
    private static final int TELLING = 6;

    @Test
    public void everyMessageThatTroubleshootQuotesIsInTheProgram() throws Exception {
        String program = program();
        List<String> messages = Files.readAllLines(DOCS.resolve("troubleshoot.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.indexOf(" | ", 2)))
                .flatMap(cell -> MESSAGE.matcher(cell).results().map(found -> found.group(1)))
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

    @Test
    public void everyCommandThatTheManualNamesExists() throws Exception {
        List<String> known = Files.readAllLines(DOCS.resolve("commands.md")).stream()
                .filter(line -> line.startsWith("### facet:"))
                .map(line -> line.substring("### facet:".length()))
                .toList();
        assertThat(known).hasSizeGreaterThan(10);
        SoftAssertions all = new SoftAssertions();
        for (Path page : pages()) {
            COMMAND.matcher(Files.readString(page)).results().forEach(found -> all.assertThat(known)
                    .as("command %s, which %s names", found.group(), page)
                    .contains(found.group(1)));
        }
        all.assertAll();
    }

    @Test
    public void everyLinkOfTheManualLeadsSomewhere() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page)).results().forEach(found -> {
                Path target = page.resolveSibling(found.group(1));
                all.assertThat(target).as("link of %s", page).exists();
                if (found.group(2) != null && Files.exists(target)) {
                    all.assertThat(headings(target))
                            .as("headings of %s", target)
                            .contains(found.group(2));
                }
            });
        }
        all.assertAll();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS)) {
            return Stream.concat(Stream.of(Path.of("..", "README.md")), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The names that links to the headings of a page have. */
    private static List<String> headings(Path page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
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
