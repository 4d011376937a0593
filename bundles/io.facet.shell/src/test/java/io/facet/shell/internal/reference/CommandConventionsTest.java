// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.facet.shell.internal.reference.CommandClass.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.DefaultActionPreparator;
import org.assertj.core.api.SoftAssertions;
import org.jline.reader.impl.DefaultParser;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** What operators may rely on in every command. */
@RunWith(Parameterized.class)
public class CommandConventionsTest {

    /** Commands that one word says enough of. */
    private static final Set<String> ONE_WORD = Set.of("call", "health");

    /** Last words of the commands that show something, for which scripts and programs need forms of their own. */
    private static final Set<String> SHOWING = Set.of("list", "show", "get", "check");

    /** Options and arguments of type text that name no thing of Facet which could be offered, and why. */
    private static final Map<String, String> NOT_A_NAME = Map.of(
            "--base", "any channel of any operating system will do",
            "--constraints", "an expression",
            "--message", "free text",
            "params", "a JSON document");

    private static final Map<String, CommandClass> COMMANDS =
            CommandClass.all().stream().collect(Collectors.toMap(CommandClass::fullName, command -> command));

    private final CommandClass command;

    public CommandConventionsTest(String name, CommandClass command) {
        this.command = command;
    }

    @Parameters(name = "{0}")
    public static List<Object[]> commands() {
        return CommandClass.all().stream()
                .map(command -> new Object[] {command.type().getSimpleName(), command})
                .toList();
    }

    @Test
    public void isFoundByTheShellUnderANounAndAVerb() {
        String name = command.command().name();
        assertThat(command.type()).hasAnnotation(Service.class);
        assertThat(command.command().scope()).isEqualTo("facet");
        if (!ONE_WORD.contains(name)) {
            assertThat(name).matches("[a-z]+(-[a-z]+)+");
        }
        String words = Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        assertThat(command.type().getSimpleName()).isEqualTo(words + "Command");
    }

    @Test
    public void describesItselfAndItsParametersInPhrasesWithoutAFullStop() {
        Stream.of(
                        Stream.of(command.command().description()),
                        command.options().stream()
                                .map(option -> option.annotation().description()),
                        command.arguments().stream()
                                .map(argument -> argument.annotation().description()))
                .flatMap(descriptions -> descriptions)
                .forEach(description -> assertThat(description)
                        .as("description of %s or of one of its parameters", command.fullName())
                        .matches("(?s)[A-Z].*[^.\\s]"));
    }

    @Test
    public void endsItsHelpWithExamplesThatCanBeRun() {
        assertThat(command.examples())
                .as("lines of the detailed description of %s that begin with facet:", command.type())
                .isNotEmpty();
        assertThat(command.details().reduce((first, last) -> last).orElse("").strip())
                .as("last line of the detailed description of %s", command.type())
                .startsWith("facet:");
        for (String example : command.examples()) {
            List<String> words = new DefaultParser().parse(example, 0).words();
            assertThat(COMMANDS).as("command of \"%s\"", example).containsKey(words.get(0));
            assertThat(words).as(example).doesNotContain("|", ">", "<", ";", "&&");
            Action action = COMMANDS.get(words.get(0)).instance();
            assertThatCode(() -> new DefaultActionPreparator()
                            .prepare(action, session(), new ArrayList<>(words.subList(1, words.size()))))
                    .as("arguments of \"%s\"", example)
                    .doesNotThrowAnyException();
        }
        assertThat(command.examples().stream().map(example -> example.split(" ")[0]))
                .as("commands in the examples of %s", command.fullName())
                .contains(command.fullName());
    }

    @Test
    public void offersNamesAtTheTabKey() {
        SoftAssertions all = new SoftAssertions();
        // What is added has names that nobody knows yet.
        Predicate<String> known =
                command.command().name().endsWith("-add") ? "model"::equals : name -> !NOT_A_NAME.containsKey(name);
        for (Parameter<Option> option : command.options()) {
            offersNames(option, option.annotation().name(), known, all);
        }
        for (Parameter<Argument> argument : command.arguments()) {
            offersNames(argument, argument.annotation().name(), known, all);
        }
        all.assertAll();
    }

    private void offersNames(Parameter<?> parameter, String name, Predicate<String> known, SoftAssertions all) {
        Completion completion = parameter.field().getAnnotation(Completion.class);
        if (completion != null) {
            // Karaf makes those of its own for files without looking for a service.
            all.assertThat(completion.value().isAnnotationPresent(Service.class)
                            || completion.value().getName().startsWith("org.apache.karaf.shell.support."))
                    .as("completer of %s of %s is found by the shell", name, command.fullName())
                    .isTrue();
        } else if (known.test(name)) {
            all.assertThat(parameter.field().getType())
                    .as("type of %s of %s, which has no completer", name, command.fullName())
                    .isNotIn(String.class, List.class, Set.class, String[].class);
        }
    }

    @Test
    public void parametersAreSpelledAlikeAndOptionsHaveNoTwins() {
        Set<String> names = new HashSet<>();
        for (Parameter<Option> option : command.options()) {
            assertThat(option.annotation().name())
                    .as("option of %s", command.fullName())
                    .matches("--[a-z]+(-[a-z]+)*");
            assertThat(names.add(option.annotation().name()))
                    .as("%s is there once in %s", option.annotation().name(), command.fullName())
                    .isTrue();
        }
        List<Integer> indexes = command.arguments().stream()
                .map(argument -> argument.annotation().index())
                .toList();
        assertThat(indexes)
                .as("indexes of the arguments of %s", command.fullName())
                .isEqualTo(IntStream.range(0, indexes.size()).boxed().toList());
    }

    @Test
    public void thatShowsSomethingShowsItToScriptsAndProgramsToo() {
        Set<String> options = command.options().stream()
                .map(option -> option.annotation().name())
                .collect(Collectors.toCollection(TreeSet::new));
        String verb = command.command().name().replaceAll(".*-", "");
        if (SHOWING.contains(verb)) {
            assertThat(options).as("options of %s", command.fullName()).contains("--no-format", "--json");
        }
        assertThat(options.contains("--no-format"))
                .as("%s has both --no-format and --json, or neither", command.fullName())
                .isEqualTo(options.contains("--json"));
    }

    /** One that needed a service would vanish with it, instead of saying what is missing. */
    @Test
    public void staysWhenItsServicesGo() {
        command.fields()
                .filter(field -> field.isAnnotationPresent(Reference.class))
                .filter(field -> !field.getType().getName().startsWith("org.apache.karaf.shell."))
                .filter(field -> !field.getType().getName().startsWith("org.osgi.framework."))
                .forEach(
                        field -> assertThat(field.getAnnotation(Reference.class).optional())
                                .as("reference %s of %s is optional", field.getName(), command.type())
                                .isTrue());
    }

    /** A session that has no terminal and is asked for nothing else. */
    private static Session session() {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> null);
    }
}
