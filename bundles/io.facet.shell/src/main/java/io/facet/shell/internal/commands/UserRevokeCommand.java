// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.apiserver.api.ApiServer;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.shell.internal.completers.UserCompleter;
import io.facet.store.api.Store;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes the access of a user to a model away. */
@Service
@Command(
        scope = "facet",
        name = "user-revoke",
        description = "Take the access of a user to a model away and end its connections there",
        detailedDescription =
                "The user cannot log in to the model any more, and its connections to it end at once. A superuser reaches"
                        + " every model all the same. For example:\n\n"
                        + "  facet:user-revoke alice prod")
public final class UserRevokeCommand implements Action {
    @Argument(index = 0, name = "user", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Argument(index = 1, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AccessService access;

    @Override
    public Object execute() throws Exception {
        AccessService present = Controllers.access(access);
        ModelInfo target = Models.find(store, models, model);
        Services.write(store, target.uuid(), tx -> {
            present.revokeModel(tx, target.uuid(), user);
            return null;
        });
        int ended = Connections.end(
                server,
                connection -> connection.authTag().equals("user-" + user)
                        && connection.modelUuid().equals(target.uuid()));
        System.out.println("User " + user + " has no access of its own to model " + target.name() + " any more; "
                + Connections.ended(ended) + ".");
        return null;
    }
}
