// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.table.Col;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * A table for people or for scripts. The stock {@code --no-format} pads its columns; this one separates bare values by
 * tabs. Control characters are shown as blanks, since some texts come from agents and could otherwise steer the terminal.
 */
public final class Table {
    private final String emptyText;
    private final List<Col> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** @param emptyText what is said in place of rows if there are none */
    public Table(String emptyText) {
        this.emptyText = emptyText;
    }

    /** Adds columns of text. */
    public Table texts(String... headings) {
        Stream.of(headings).map(Col::new).forEach(columns::add);
        return this;
    }

    /** Adds a column of numbers. */
    public Table number(String heading) {
        columns.add(new Col(heading).alignRight());
        return this;
    }

    /** Adds a row with a value for each column. */
    public void row(Object... values) {
        rows.add(Stream.of(values).map(Table::printable).toArray());
    }

    /**
     * Prints the table.
     *
     * @param plain whether a script reads it: no headings, tabs between values, nothing if there are no rows
     */
    public void print(PrintStream out, boolean plain) {
        if (plain) {
            rows.forEach(row -> out.println(Stream.of(row).map(Object::toString).collect(Collectors.joining("\t"))));
            return;
        }
        ShellTable table = new ShellTable().emptyTableText(emptyText);
        columns.forEach(table::column);
        rows.forEach(row -> table.addRow().addContent(row));
        table.print(out);
    }

    private static String printable(Object value) {
        return value.toString().replaceAll("\\p{Cntrl}", " ");
    }
}
