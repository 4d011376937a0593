// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All about one thing: labelled values, then labelled tables. People see them one below the other, and no table that is
 * empty. Scripts that read lines get label and value separated by a tab; of tables, the label before each row. Programs get
 * one object.
 */
public final class Sheet {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Table> tables = new LinkedHashMap<>();

    /** Adds a value; one that is null is empty. */
    public Sheet value(String label, Object value) {
        values.put(label, value);
        return this;
    }

    /** Adds a table. */
    public Sheet table(String label, Table table) {
        tables.put(label, table);
        return this;
    }

    /** Prints the sheet. */
    public void print(PrintStream out, Format format) throws IOException {
        switch (format) {
            case JSON -> Json.print(out, object());
            case TABS -> {
                values.forEach((label, value) -> out.println(label + "\t" + Table.text(value)));
                tables.forEach((label, table) -> table.lines().forEach(line -> out.println(label + "\t" + line)));
            }
            case PEOPLE -> {
                int width =
                        values.keySet().stream().mapToInt(String::length).max().orElse(0);
                values.forEach((label, value) -> out.println(
                        (label + ":" + " ".repeat(width - label.length() + 1) + Table.text(value)).stripTrailing()));
                for (Map.Entry<String, Table> entry : tables.entrySet()) {
                    if (!entry.getValue().isEmpty()) {
                        out.println();
                        out.println(entry.getKey());
                        entry.getValue().print(out, format);
                    }
                }
            }
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        values.forEach((label, value) -> object.put(Json.key(label), value));
        tables.forEach((label, table) -> object.put(Json.key(label), table.objects()));
        return object;
    }
}
