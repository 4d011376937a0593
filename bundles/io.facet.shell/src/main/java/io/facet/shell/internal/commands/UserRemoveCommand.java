// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.access.api.UserAccount;
import io.facet.apiserver.api.ApiServer;
import io.facet.controller.api.ControllerService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.UserCompleter;
import io.facet.store.api.Store;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a user. */
@Service
@Command(
        scope = "facet",
        name = "user-remove",
        description = "Remove a user of the API and end its connections",
        detailedDescription =
                "The user cannot log in any more, its access to models is gone, and its connections end at once. The last"
                        + " superuser who can log in is refused without --force. For example:\n\n"
                        + "  facet:user-remove alice")
public final class UserRemoveCommand implements Action {
    @Option(name = "--force", description = "Also the last superuser who can log in")
    boolean force;

    @Argument(name = "user", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    AccessService access;

    @Reference(optional = true)
    ControllerService controllers;

    @Override
    public Object execute() throws Exception {
        AccessService present = Controllers.access(access);
        String uuid = Controllers.modelUuid(store, controllers);
        Services.write(store, uuid, tx -> {
            List<String> superusers = present.users(tx).stream()
                    .filter(account -> account.superuser() && account.password())
                    .map(UserAccount::name)
                    .toList();
            if (!force && superusers.equals(List.of(user))) {
                throw Services.failure(
                        "User \"" + user + "\" is the only superuser who can log in; --force removes it all"
                                + " the same, and facet:user-add --superuser adds another.");
            }
            present.removeUser(tx, user);
            return null;
        });
        int ended = Connections.end(server, connection -> connection.authTag().equals("user-" + user));
        System.out.println("Removed user " + user + "; " + Connections.ended(ended) + ".");
        return null;
    }
}
