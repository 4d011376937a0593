// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import io.facet.shell.internal.reference.CommandClass.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;

/** The page of the manual about the commands, in Markdown. */
final class CommandReference {

    /** The command that writes the page. */
    static final String WRITE =
            "./mvnw package -Dtest='*ReferenceTest' -Dsurefire.failIfNoSpecifiedTests=false -Dfacet.docs.write=true";

    private static final int WIDTH = 120;
    private static final String CODE = "    ";

    private static final String INTRODUCTION =
            """
            # Commands

            <!-- Made from the annotations of the commands; do not edit. This writes it:
            %s -->

            The commands of scope `facet` in the operator's shell (`bin/client`, or any SSH client). `bin/facet` runs one without a
            terminal, and there `facet:` may be left out. Options stand before arguments. Text with blanks or any of `'"$|;{}` stands
            in quotes. Each command prints this help with `--help`; the Tab key completes its name and most of its arguments.

            Commands that show something have the options

            - `--no-format`: the values separated by tabs, without headings, and nothing if there is nothing, for scripts that read
              lines;
            - `--json`: one JSON document, for programs.

            A command that fails prints one sentence on standard error, and the exit status of `bin/facet` is then 1.
            """;

    private final List<CommandClass> commands;
    private final List<String> lines = new ArrayList<>();

    CommandReference(List<CommandClass> commands) {
        this.commands = commands;
    }

    /** The whole page. */
    List<String> lines() {
        lines.clear();
        lines.addAll(INTRODUCTION.formatted(WRITE).lines().toList());
        Map<String, List<CommandClass>> nouns =
                commands.stream().collect(Collectors.groupingBy(CommandClass::noun, TreeMap::new, Collectors.toList()));
        add("", "| Command | What it does |", "|---|---|");
        nouns.values()
                .forEach(ofNoun -> ofNoun.forEach(command -> add("| [%s](#%s) | %s |"
                        .formatted(
                                command.fullName(),
                                command.fullName().replace(":", ""),
                                cell(command.command().description())))));
        nouns.forEach((noun, ofNoun) -> {
            add("", "## " + noun);
            ofNoun.forEach(this::command);
        });
        return List.copyOf(lines);
    }

    private void command(CommandClass command) {
        add("", "### " + command.fullName(), "");
        add(text(command.command().description()) + ".", "", CODE + synopsis(command));
        details(command);
        if (!command.arguments().isEmpty()) {
            add("", "| Argument | What it is |", "|---|---|");
            for (Parameter<Argument> argument : command.arguments()) {
                add("| `%s` | %s%s |"
                        .formatted(
                                placeholder(argument),
                                cell(argument.annotation().description()),
                                argument.annotation().required() ? "" : "; may be left out"));
            }
        }
        List<Parameter<Option>> options =
                command.options().stream().filter(option -> !isFormat(option)).toList();
        if (!options.isEmpty()) {
            add("", "| Option | What it does | Default |", "|---|---|---|");
            for (Parameter<Option> option : options) {
                add("| `%s` | %s%s | %s |"
                        .formatted(
                                option.annotation().name() + (option.isSwitch() ? "" : " " + placeholder(option)),
                                cell(option.annotation().description()),
                                option.annotation().multiValued() ? "; may be given more than once" : "",
                                command.defaultOf(option)
                                        .map(value -> "`" + value + "`")
                                        .orElse("")));
            }
        }
        if (command.options().stream().anyMatch(CommandReference::isFormat)) {
            add("", "Also `--no-format` and `--json`.");
        }
    }

    /** The detailed description: indented lines and examples as they are, the rest as paragraphs. */
    private void details(CommandClass command) {
        boolean code = true;
        for (String line : command.details().toList()) {
            boolean codeBefore = code;
            code = line.startsWith(" ") || line.strip().startsWith("facet:");
            if (line.isBlank()) {
                code = codeBefore;
                continue;
            }
            if (!code || !codeBefore) {
                add("");
            }
            if (code) {
                add(CODE + line.strip());
            } else {
                wrap(text(line));
            }
        }
    }

    private static String synopsis(CommandClass command) {
        StringBuilder synopsis = new StringBuilder(command.fullName());
        if (!command.options().isEmpty()) {
            synopsis.append(" [OPTION ...]");
        }
        for (Parameter<Argument> argument : command.arguments()) {
            String word = placeholder(argument) + (argument.annotation().multiValued() ? " ..." : "");
            synopsis.append(' ').append(argument.annotation().required() ? word : "[" + word + "]");
        }
        return synopsis.toString();
    }

    private static String placeholder(Parameter<?> parameter) {
        return parameter.annotation() instanceof Argument argument
                ? argument.name().toUpperCase(Locale.ROOT)
                : parameter.field().getName().replaceAll("([A-Z])", "-$1").toUpperCase(Locale.ROOT);
    }

    private static boolean isFormat(Parameter<Option> option) {
        return option.annotation().name().equals("--no-format")
                || option.annotation().name().equals("--json");
    }

    private void wrap(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        add(line.toString());
    }

    private static String cell(String text) {
        return text(text).replace("|", "\\|").replaceAll("\\s+", " ");
    }

    /** Text in which Markdown finds nothing to interpret. */
    private static String text(String text) {
        return text.replaceAll("([\\\\<*_`\\[])", "\\\\$1");
    }

    private void add(String... added) {
        lines.addAll(List.of(added));
    }
}
