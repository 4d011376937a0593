// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.api.HealthReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;

/** The command that shows the health. */
public class HealthCommandTest {

    private static final Instant SINCE = Instant.parse("2026-11-27T04:05:06.789Z");

    @Rule
    public final Output output = new Output();

    private final HealthCommand command = new HealthCommand();

    @Test
    public void checksAreListed() throws Exception {
        command.monitor = () -> report(CheckStatus.OK, CheckStatus.WARN);
        command.noFormat = true;

        command.execute();

        assertThat(output.lines())
                .containsExactly(
                        "database\tok\t2026-11-27T04:05:06Z\t2026-11-27T04:05:08Z\tIt is so.",
                        "disk\twarn\t2026-11-27T04:05:06Z\t2026-11-27T04:05:08Z\tIt is so.");
    }

    @Test
    public void criticalChecksAreListedAndThenTheCommandFails() throws Exception {
        command.monitor = () -> report(CheckStatus.CRITICAL, CheckStatus.CHECK_FAILED);
        command.json = true;

        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("Critical: database, disk.");

        assertThat(output.text()).contains("\"check\" : \"database\"", "\"status\" : \"critical\"", "\"last-run\"");
    }

    @Test
    public void noChecksAreSaid() throws Exception {
        command.monitor = () -> new HealthReport(CheckStatus.OK, true, List.of());

        command.execute();

        assertThat(output.text()).contains("There are no checks");
    }

    @Test
    public void withoutTheFeatureItSaysHowToInstallIt() {
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("feature:install facet-monitoring");
    }

    private static HealthReport report(CheckStatus database, CheckStatus disk) {
        return new HealthReport(
                database.compareTo(disk) > 0 ? database : disk,
                true,
                List.of(result("database", database), result("disk", disk)));
    }

    private static CheckResult result(String name, CheckStatus status) {
        return new CheckResult(name, status, "It is so.", SINCE, SINCE.plusSeconds(2), Duration.ofMillis(3), false);
    }
}
