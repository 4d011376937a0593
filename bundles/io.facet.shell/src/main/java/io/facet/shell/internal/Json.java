// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/** Prints JSON, indented by two blanks, with a line feed at the end. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * Prints a value.
     *
     * @param value a map with text keys, an iterable, a number, a truth value, or anything else by its text; null too
     */
    public static void print(PrintStream out, Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = generator(text)) {
            write(generator, value);
        }
        out.println(text);
    }

    /** Prints a JSON document as it is, but indented. */
    public static void print(PrintStream out, byte[] document) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = generator(text);
                JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
        out.println(text);
    }

    /** The key under which JSON has what people see under a heading: {@code agent-version} for "Agent version". */
    static String key(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static JsonGenerator generator(StringWriter text) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return FACTORY.createGenerator(text).setPrettyPrinter(printer);
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.doubleValue());
        } else {
            generator.writeString(value.toString());
        }
    }
}
