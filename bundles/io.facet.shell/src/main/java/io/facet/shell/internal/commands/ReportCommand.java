// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Format;
import io.facet.shell.internal.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/** What the commands that show something have in common. */
abstract class ReportCommand implements Action {
    @Option(name = "--no-format", description = "Values separated by tabs and no headings, for scripts")
    boolean noFormat;

    @Option(name = "--json", description = "One JSON document, for programs")
    boolean json;

    /** For whom to print. */
    final Format format() throws CommandException {
        if (noFormat && json) {
            throw Services.failure("Give either --no-format or --json.");
        }
        if (json) {
            return Format.JSON;
        }
        return noFormat ? Format.TABS : Format.PEOPLE;
    }
}
