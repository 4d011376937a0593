// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * A table. People see headings and columns, where truth values read yes and no; scripts that read lines get the same values
 * separated by tabs (the stock {@code --no-format} pads its columns); programs get an array with an object for each row,
 * keyed by the headings in small letters with hyphens. Outside JSON, control characters are shown as blanks, since some
 * texts come from agents and could otherwise steer the terminal.
 */
public final class Table {
    private final String emptyText;
    private final List<String> headings = new ArrayList<>();
    private final List<Col> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** @param emptyText what people read in place of rows if there are none */
    public Table(String emptyText) {
        this.emptyText = emptyText;
    }

    /** Adds columns of text. */
    public Table texts(String... added) {
        Stream.of(added).forEach(heading -> column(heading, new Col(heading)));
        return this;
    }

    /** Adds a column of numbers. */
    public Table number(String heading) {
        column(heading, new Col(heading).alignRight());
        return this;
    }

    private void column(String heading, Col column) {
        headings.add(heading);
        columns.add(column);
    }

    /** Adds a row with a value for each column; one that is null is empty. */
    public void row(Object... values) {
        rows.add(values);
    }

    /** Prints the table. */
    public void print(PrintStream out, Format format) throws IOException {
        switch (format) {
            case JSON -> Json.print(out, objects());
            case TABS -> rows.forEach(row -> out.println(tabs(row)));
            case PEOPLE -> {
                ShellTable table = new ShellTable().emptyTableText(emptyText);
                columns.forEach(table::column);
                rows.forEach(row -> table.addRow()
                        .addContent(Stream.of(row).map(Table::text).toArray()));
                table.print(out);
            }
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Stream<String> lines() {
        return rows.stream().map(Table::tabs);
    }

    List<Map<String, Object>> objects() {
        return rows.stream().map(this::object).toList();
    }

    private Map<String, Object> object(Object[] row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            object.put(Json.key(headings.get(i)), row[i]);
        }
        return object;
    }

    private static String tabs(Object[] row) {
        return Stream.of(row).map(Table::text).collect(Collectors.joining("\t"));
    }

    /** What people and scripts that read lines see of a value. */
    static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        return value.toString().replaceAll("\\p{Cntrl}", " ");
    }
}
