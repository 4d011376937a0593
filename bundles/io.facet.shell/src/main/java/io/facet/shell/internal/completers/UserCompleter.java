// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.access.api.AccessService;
import io.facet.access.api.UserAccount;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Names of the users. */
@Service
public final class UserCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    AccessService access;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    private List<String> names() {
        if (store == null || access == null) {
            return List.of();
        }
        try {
            return Services.read(
                    store,
                    tx -> access.users(tx).stream().map(UserAccount::name).toList());
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return List.of();
        }
    }
}
