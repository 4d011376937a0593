// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.HealthMonitor;
import io.facet.monitoring.api.HealthReport;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows what the health checks found. */
@Service
@Command(
        scope = "facet",
        name = "health",
        description = "Show what the health checks found",
        detailedDescription =
                "Shows each check with its status: ok, warn, temporarily-unavailable, critical, or check-failed. Since is the"
                        + " time of the last change of the status. The checks run at the interval that"
                        + " etc/io.facet.monitoring.cfg sets; this shows what the last run found and checks nothing itself."
                        + " Fails if a check is critical or has failed, so that scripts can tell by the exit status; a"
                        + " warning is none.\n\n"
                        + "  facet:health\n"
                        + "  facet:health --json")
public final class HealthCommand extends ReportCommand {
    @Reference(optional = true)
    HealthMonitor monitor;

    @Override
    public Object execute() throws Exception {
        HealthMonitor present = monitor;
        if (present == null) {
            throw Services.failure("The health is not being checked; install it with"
                    + " \"feature:install facet-monitoring\". If it is installed, wait for its first run, and if that does"
                    + " not come, look for etc/io.facet.monitoring.cfg in the log.");
        }
        HealthReport report = present.report();
        Table table = new Table("There are no checks").texts("Check", "Status", "Since", "Last run", "Message");
        for (CheckResult check : report.checks()) {
            table.row(
                    check.name(),
                    check.status().label(),
                    check.since().truncatedTo(ChronoUnit.SECONDS),
                    check.lastRun().truncatedTo(ChronoUnit.SECONDS),
                    check.message());
        }
        table.print(System.out, format());
        if (report.status().isCritical()) {
            throw Services.failure("Critical: " + critical(report.checks()) + ".");
        }
        return null;
    }

    private static String critical(List<CheckResult> checks) {
        return checks.stream()
                .filter(check -> check.status().isCritical())
                .map(CheckResult::name)
                .collect(Collectors.joining(", "));
    }
}
