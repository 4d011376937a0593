// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import io.facet.shell.internal.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;

/**
 * A command as its annotations describe it.
 *
 * @param type its class
 */
record CommandClass(Class<? extends Action> type) {

    /**
     * An option or an argument.
     *
     * @param annotation what it says of itself
     * @param field the field that takes its value
     */
    record Parameter<A extends Annotation>(A annotation, Field field) {

        /** Whether it stands alone, without a value. */
        boolean isSwitch() {
            return field.getType() == boolean.class || field.getType() == Boolean.class;
        }
    }

    /** All commands of this bundle, by name. Ones without the annotation are among them, so that they are noticed. */
    static List<CommandClass> all() {
        try {
            Path classes = Path.of(Format.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.filter(file -> file.toString().endsWith(".class"))
                        .map(file -> load(classes.relativize(file)))
                        .filter(type ->
                                Action.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                        .map(type -> new CommandClass(type.asSubclass(Action.class)))
                        .sorted(Comparator.comparing(CommandClass::fullName))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(Path file) {
        String name = file.toString().replaceAll("\\.class$", "").replaceAll("[/\\\\]", ".");
        try {
            return Class.forName(name, false, CommandClass.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it says of itself. */
    Command command() {
        Command command = type.getAnnotation(Command.class);
        if (command == null) {
            throw new AssertionError(type.getName() + " has no annotation @Command");
        }
        return command;
    }

    /** Name with scope, as it is typed. */
    String fullName() {
        return command().scope() + ":" + command().name();
    }

    /** First word of its name: what it is about. */
    String noun() {
        return command().name().replaceAll("-.*", "");
    }

    /** Its options and those of its superclasses, by name. */
    List<Parameter<Option>> options() {
        return parameters(
                Option.class, Comparator.comparing(option -> option.annotation().name()));
    }

    /** Its arguments in the order in which they are given. */
    List<Parameter<Argument>> arguments() {
        return parameters(Argument.class, Comparator.comparing(argument -> argument.annotation()
                .index()));
    }

    private <A extends Annotation> List<Parameter<A>> parameters(Class<A> kind, Comparator<Parameter<A>> order) {
        return fields().filter(field -> field.isAnnotationPresent(kind))
                .map(field -> new Parameter<>(field.getAnnotation(kind), field))
                .sorted(order)
                .toList();
    }

    /** Fields of the class and its superclasses. */
    Stream<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            fields.addAll(List.of(level.getDeclaredFields()));
        }
        return fields.stream();
    }

    /** A new instance, as the shell makes one for each run. */
    Action instance() {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.getName() + " cannot be instantiated", e);
        }
    }

    /** The value that a field has where none is given, if that is more than nothing. */
    Optional<String> defaultOf(Parameter<Option> option) {
        try {
            option.field().setAccessible(true);
            Object value = option.field().get(instance());
            boolean nothing = value == null || option.isSwitch() || value.equals(0) || value.equals(0L);
            return nothing ? Optional.empty() : Optional.of(value.toString());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines of the detailed description that are commands to try. */
    List<String> examples() {
        return details()
                .map(String::strip)
                .filter(line -> line.startsWith(command().scope() + ":"))
                .toList();
    }

    /** Lines of the detailed description. */
    Stream<String> details() {
        return command().detailedDescription().stripTrailing().lines();
    }
}
