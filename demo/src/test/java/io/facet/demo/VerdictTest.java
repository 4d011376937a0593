// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.client.ApiException;
import io.facet.client.provisioner.Result;
import io.facet.client.provisioner.Status;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.demo.Report.Goal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class VerdictTest {
    private static final Result<Life> ALIVE = ok(Life.ALIVE);
    private static final Result<String> INSTANCE = ok("i-1");
    private static final Result<String> NO_INSTANCE = failed("machine 3 not provisioned", ApiException.NOT_PROVISIONED);
    private static final Result<Status> STARTED = ok(Status.of("started"));
    private static final Result<Status> PENDING = ok(Status.of("pending"));
    private static final Result<Status> RUNNING = ok(Status.of("running"));

    @Test
    public void machineToStartHasToRunWithAnInstance() {
        assertThat(Verdict.fault(Goal.START, ALIVE, INSTANCE, STARTED, RUNNING)).isEmpty();
        assertThat(Verdict.fault(Goal.START, ALIVE, INSTANCE, PENDING, RUNNING))
                .contains("its instance status is \"running\" and its machine status \"pending\"");
        assertThat(Verdict.fault(
                        Goal.START, ALIVE, NO_INSTANCE, PENDING, ok(Status.of("provisioning error", "no quota"))))
                .contains("it has no instance: machine 3 not provisioned (not provisioned); "
                        + "instance status \"provisioning error\" (no quota)");
    }

    @Test
    public void machineToClearHasToBeGone() {
        Result<Life> gone = failed("machine 3 not found", ApiException.NOT_FOUND);

        assertThat(Verdict.fault(Goal.CLEAR, gone, NO_INSTANCE, PENDING, PENDING))
                .isEmpty();
        assertThat(Verdict.fault(Goal.CLEAR, ok(Life.DEAD), NO_INSTANCE, PENDING, PENDING))
                .contains("it is still there, dead");
        assertThat(Verdict.fault(Goal.KEEP, gone, NO_INSTANCE, PENDING, PENDING))
                .contains("it is gone");
    }

    @Test
    public void goalFollowsFromLifeInstanceAndStatus() {
        Result<Status> allocating = ok(Status.of("allocating"));
        Result<Status> error = ok(Status.of("error"));

        assertThat(Partition.goal(Life.ALIVE, false, PENDING, PENDING)).isEqualTo(Goal.START);
        assertThat(Partition.goal(Life.ALIVE, false, error, allocating)).isEqualTo(Goal.START);
        assertThat(Partition.goal(Life.ALIVE, false, error, error)).isEqualTo(Goal.LEAVE);
        assertThat(Partition.goal(Life.ALIVE, true, PENDING, PENDING)).isEqualTo(Goal.KEEP);
        assertThat(Partition.goal(Life.DYING, true, STARTED, RUNNING)).isEqualTo(Goal.LEAVE);
        assertThat(Partition.goal(Life.DYING, false, PENDING, PENDING)).isEqualTo(Goal.CLEAR);
        assertThat(Partition.goal(Life.DEAD, true, STARTED, RUNNING)).isEqualTo(Goal.CLEAR);
    }

    @Test
    public void reportNamesEveryMachineThatIsNotWhereItShouldBe() {
        Report report = new Report(
                Map.of(
                        new MachineId("2"), Goal.START,
                        new MachineId("10"), Goal.START,
                        new MachineId("3"), Goal.KEEP),
                Map.of(new MachineId("10"), "it is gone"),
                1,
                Duration.ofMillis(2345));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        report.print(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(report.allWell()).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        "3 machines: 1 started (1 after a transient error), 1 already running. 2.3 s.\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("demo: machine 10 should have been started, but it is gone\n");
    }

    private static <T> Result<T> ok(T value) {
        return new Result<>(Optional.of(value), Optional.empty());
    }

    private static <T> Result<T> failed(String message, String code) {
        return new Result<>(Optional.empty(), Optional.of(new ApiException(code, message)));
    }
}
