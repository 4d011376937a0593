// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

/** The commands as the manual shows them: a reader types what stands there. */
public class ManualCommandsTest {

    private static final Path ROOT = Path.of("..", "..");

    /** A command and what follows it on the line or in the code span. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:(?<![.a-z])facet:|bin/facet )([a-z]+(?:-[a-z]+)*)((?: [^`|;#\\n]*)?)");

    private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z-]*");

    @Test
    public void optionsThatTheManualShowsExist() throws Exception {
        Map<String, CommandClass> commands = CommandClass.all().stream()
                .collect(Collectors.toMap(command -> command.command().name(), Function.identity()));
        SoftAssertions all = new SoftAssertions();
        for (Path page : pages()) {
            COMMAND.matcher(Files.readString(page)).results().forEach(found -> {
                CommandClass command = commands.get(found.group(1));
                if (command != null) {
                    Set<String> known = command.options().stream()
                            .map(option -> option.annotation().name())
                            .collect(Collectors.toSet());
                    OPTION.matcher(found.group(2))
                            .results()
                            .map(option -> option.group())
                            .filter(option -> !option.equals("--help"))
                            .forEach(option -> all.assertThat(known)
                                    .as("option in \"%s\" of %s", found.group(), page.normalize())
                                    .contains(option));
                }
            });
        }
        all.assertAll();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.endsWith("commands.md"))
                    .toList();
        }
    }
}
