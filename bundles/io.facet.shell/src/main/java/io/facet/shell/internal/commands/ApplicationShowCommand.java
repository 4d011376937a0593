// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.Application;
import io.facet.application.api.ApplicationService;
import io.facet.application.api.LxdProfile;
import io.facet.network.api.NetworkService;
import io.facet.shell.internal.Networks;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ApplicationCompleter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows an application. */
@Service
@Command(
        scope = "facet",
        name = "application-show",
        description = "Show an application of a model",
        detailedDescription =
                "Shows charm, constraints, the spaces of the endpoints, the units and the LXD profile of the charm."
                        + " Applications and units come by import; they are not changed here.\n"
                        + "\n"
                        + "  facet:application-show prod postgresql")
public final class ApplicationShowCommand extends ModelReportCommand {
    @Argument(index = 1, name = "application", description = "Name of the application", required = true)
    @Completion(ApplicationCompleter.class)
    String name;

    @Reference(optional = true)
    ApplicationService applications;

    @Reference(optional = true)
    NetworkService networks;

    @Override
    public Object execute() throws Exception {
        ApplicationService applicationService =
                Services.required(applications, ApplicationService.class, "io.facet.application");
        NetworkService networkService = Networks.service(networks);
        Sheet sheet = read((tx, uuid) -> {
            Application application =
                    applicationService.applications(tx, uuid, List.of(name)).get(name);
            if (application == null) {
                throw Services.failure(
                        "There is no application \"" + name + "\"; facet:application-list shows those there are.");
            }
            Map<String, String> spaces = Networks.spaceNames(tx, networkService, uuid);
            Table bindings = new Table("No bindings").texts("Endpoint", "Space");
            new TreeMap<>(application.endpointBindings())
                    .forEach((endpoint, space) -> bindings.row(
                            endpoint.isEmpty() ? "(default)" : endpoint, spaces.getOrDefault(space, space)));
            Table units = UnitListCommand.columns();
            applicationService.allUnits(tx, uuid).stream()
                    .filter(unit -> unit.application().equals(name))
                    .forEach(unit -> UnitListCommand.row(units, unit));
            return new Sheet()
                    .value("Application", application.name())
                    .value("Charm", application.charmUrl())
                    .value("Revision", application.charmRevision())
                    .value("Subordinate", application.subordinate())
                    .value("Constraints", application.constraints())
                    .value(
                            "Profile",
                            application
                                    .lxdProfile()
                                    .map(LxdProfile::description)
                                    .orElse(""))
                    .table("Endpoint bindings", bindings)
                    .table("Units", units)
                    .table("LXD profile", profile(application.lxdProfile()));
        });
        sheet.print(System.out, format());
        return null;
    }

    private static Table profile(Optional<LxdProfile> profile) {
        Table table = new Table("No profile").texts("Device", "Key", "Value");
        profile.ifPresent(present -> {
            new TreeMap<>(present.config()).forEach((key, value) -> table.row("", key, value));
            new TreeMap<>(present.devices()).forEach((device, properties) -> new TreeMap<>(properties)
                    .forEach((key, value) -> table.row(device, key, value)));
        });
        return table;
    }
}
