// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.application.api.ApplicationService;
import io.facet.application.api.Unit;
import io.facet.core.MachineId;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ApplicationCompleter;
import io.facet.shell.internal.completers.MachineCompleter;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the units of a model. */
@Service
@Command(
        scope = "facet",
        name = "unit-list",
        description = "List the units of a model",
        detailedDescription =
                "Shows each unit with the machine it sits on; a subordinate sits on the machine of its principal."
                        + " Applications and units come by import; they are not changed here.\n"
                        + "\n"
                        + "  facet:unit-list prod\n"
                        + "  facet:unit-list --machine 4 prod\n"
                        + "  facet:unit-list --application postgresql prod")
public final class UnitListCommand extends ModelReportCommand {
    @Option(name = "--application", description = "Those of this application only")
    @Completion(ApplicationCompleter.class)
    String application;

    @Option(name = "--machine", description = "Those on this machine only")
    @Completion(MachineCompleter.class)
    String machine;

    @Reference(optional = true)
    ApplicationService applications;

    @Override
    public Object execute() throws Exception {
        ApplicationService applicationService =
                Services.required(applications, ApplicationService.class, "io.facet.application");
        MachineId on = machine == null ? null : Machines.id(machine);
        Table table = columns();
        read(applicationService::allUnits).stream()
                .filter(unit -> application == null || unit.application().equals(application))
                .filter(unit -> on == null || unit.machine().filter(on::equals).isPresent())
                .forEach(unit -> row(table, unit));
        table.print(System.out, format());
        return null;
    }

    static Table columns() {
        return new Table("No units").texts("Unit", "Application", "Machine", "Principal");
    }

    static void row(Table table, Unit unit) {
        table.row(
                unit.name(),
                unit.application(),
                unit.machine().orElse(null),
                unit.principal().orElse(""));
    }
}
