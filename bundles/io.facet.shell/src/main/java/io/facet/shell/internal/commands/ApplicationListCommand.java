// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.Application;
import io.facet.application.api.ApplicationService;
import io.facet.application.api.Unit;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the applications of a model. */
@Service
@Command(
        scope = "facet",
        name = "application-list",
        description = "List the applications of a model",
        detailedDescription =
                "Shows what of applications matters to machines. Applications and units come by import; they are not"
                        + " changed here.\n"
                        + "\n"
                        + "  facet:application-list prod")
public final class ApplicationListCommand extends ModelReportCommand {
    @Reference(optional = true)
    ApplicationService applications;

    private record Listing(List<Application> applications, Map<String, Long> units) {}

    @Override
    public Object execute() throws Exception {
        ApplicationService applicationService =
                Services.required(applications, ApplicationService.class, "io.facet.application");
        Listing listing = read((tx, uuid) -> new Listing(
                applicationService.allApplications(tx, uuid),
                applicationService.allUnits(tx, uuid).stream()
                        .collect(Collectors.groupingBy(Unit::application, Collectors.counting()))));
        Table table = new Table("No applications")
                .texts("Application", "Charm")
                .number("Units")
                .texts("Subordinate", "LXD profile", "Constraints");
        for (Application application : listing.applications()) {
            table.row(
                    application.name(),
                    application.charmUrl(),
                    listing.units().getOrDefault(application.name(), 0L),
                    application.subordinate(),
                    application.lxdProfile().isPresent(),
                    application.constraints());
        }
        table.print(System.out, format());
        return null;
    }
}
