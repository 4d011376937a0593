// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.SshKey;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.KeyUserCompleter;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the SSH keys of a model. */
@Service
@Command(
        scope = "facet",
        name = "key-list",
        description = "List the SSH keys of a model",
        detailedDescription =
                "Shows the public keys that users authorised on the model, as ssh-keygen -l does. They may log in to"
                        + " its machines, beside the keys of the controller. A line that holds no key that can be read is shown"
                        + " without a fingerprint.\n"
                        + "\n"
                        + "  facet:key-list prod\n"
                        + "  facet:key-list --user alice prod")
public final class KeyListCommand extends ModelReportCommand {
    @Option(name = "--user", description = "Those of this user only")
    @Completion(KeyUserCompleter.class)
    String user;

    @Reference(optional = true)
    KeyUpdaterService keys;

    @Override
    public Object execute() throws Exception {
        KeyUpdaterService keyService = Services.required(keys, KeyUpdaterService.class, "io.facet.keyupdater");
        Table table = new Table("No keys").texts("User", "Type").number("Bits").texts("Fingerprint", "Comment");
        read(keyService::keysByUser).forEach((owner, lines) -> {
            if (user == null || user.equals(owner)) {
                lines.forEach(line -> row(table, owner, line));
            }
        });
        table.print(System.out, format());
        return null;
    }

    private static void row(Table table, String owner, String line) {
        SshKey.parse(line)
                .ifPresentOrElse(
                        key -> table.row(owner, key.type(), key.bits(), key.fingerprint(), key.comment()),
                        () -> table.row(owner, null, null, null, line.substring(line.lastIndexOf(' ') + 1)));
    }
}
