// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
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
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Gives a user access to a model. */
@Service
@Command(
        scope = "facet",
        name = "user-grant",
        description = "Give a user access to a model",
        detailedDescription =
                "Takes the place of the access that the user had to the model, and holds from its next login on."
                        + " For example:\n\n"
                        + "  facet:user-grant alice write prod")
public final class UserGrantCommand implements Action {
    @Argument(index = 0, name = "user", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Argument(index = 1, name = "access", description = "Access: read, write or admin", required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"read", "write", "admin"})
    String level;

    @Argument(index = 2, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

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
            present.grantModel(tx, target.uuid(), user, level);
            return null;
        });
        System.out.println("User " + user + " has " + level + " access to model " + target.name() + ".");
        return null;
    }
}
