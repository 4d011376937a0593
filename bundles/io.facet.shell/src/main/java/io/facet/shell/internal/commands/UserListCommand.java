// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.access.api.UserAccount;
import io.facet.apiserver.api.ApiServer;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the users. */
@Service
@Command(
        scope = "facet",
        name = "user-list",
        description = "List the users of the controller and what they may do",
        detailedDescription =
                "Shows each user: its access to the controller (a superuser may do everything on every model), whether it has"
                        + " a password (without one it cannot log in; such users come with imported models), how many"
                        + " connections it has, and its access to models. These are users of the API, not of the operator's"
                        + " shell. For example:\n\n"
                        + "  facet:user-list --json")
public final class UserListCommand extends ReportCommand {
    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AccessService access;

    private record Listing(List<UserAccount> users, Map<String, String> models) {}

    @Override
    public Object execute() throws Exception {
        ModelService modelService = Models.service(models);
        AccessService accessService = Controllers.access(access);
        Listing listing = Services.read(
                store,
                tx -> new Listing(
                        accessService.users(tx),
                        modelService.models(tx).stream().collect(Collectors.toMap(ModelInfo::uuid, ModelInfo::name))));
        Map<String, Long> connections = server == null
                ? Map.of()
                : server.connections().stream()
                        .collect(Collectors.groupingBy(connection -> connection.authTag(), Collectors.counting()));
        Table table = new Table("No users")
                .texts("User", "Controller access", "Password")
                .number("Connections")
                .texts("Models");
        for (UserAccount user : listing.users()) {
            table.row(
                    user.name(),
                    user.controllerAccess(),
                    user.password(),
                    connections.getOrDefault("user-" + user.name(), 0L),
                    models(user, listing.models()));
        }
        table.print(System.out, format());
        return null;
    }

    /** Of models that are not shown, since they are being imported, there is nothing to say. */
    private static String models(UserAccount user, Map<String, String> names) {
        return user.models().entrySet().stream()
                .filter(entry -> names.containsKey(entry.getKey()))
                .map(entry -> names.get(entry.getKey()) + ":" + entry.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
