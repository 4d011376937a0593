// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.SwapStatus;
import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.api.HealthReport;
import io.facet.monitoring.internal.DatabaseFake;
import io.facet.monitoring.internal.ServerFake;
import io.facet.store.api.Database;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.After;
import org.junit.Test;

/** What happens is counted under the right labels, and can be read by Prometheus and JMX. */
public class MetricsTest {

    static final Peer PEER = new Peer(1, "192.0.2.1:4711", "machine-4", "5f0c7b1e-3a64-4d0b-8f4e-9b1d2c6a7e38");

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final Metrics metrics = new Metrics(beans);

    @After
    public void close() {
        metrics.close();
    }

    @Test
    public void callsAreCountedByFacadeVersionMethodAndOutcome() {
        metrics.listener().called(call("Life", Duration.ofMillis(7), CallEvent.OK));
        metrics.listener().called(call("Life", Duration.ofMillis(300), CallEvent.OK));
        metrics.listener().called(call("Life", Duration.ofMillis(1), "not found"));

        String labels = "{facade=\"Provisioner\",method=\"Life\",outcome=\"ok\",version=\"11\"";
        assertThat(text())
                .contains("facet_calls_seconds_count" + labels + "} 2")
                .contains("facet_calls_seconds_bucket" + labels + ",le=\"0.005\"} 0")
                .contains("facet_calls_seconds_bucket" + labels + ",le=\"0.01\"} 1")
                .contains("facet_calls_seconds_bucket" + labels + ",le=\"0.5\"} 2")
                .contains("facet_calls_seconds_sum" + labels + "} 0.307")
                .contains("outcome=\"not found\",version=\"11\"} 1");
    }

    @Test
    public void labelsAreBoundedWhateverComes() {
        metrics.listener().called(call("Life", Duration.ZERO, "an invented code"));
        metrics.listener().loggedIn(login("machine-4", CallEvent.OK));
        metrics.listener().loggedIn(login("wizard-4", "unauthorized access"));
        metrics.listener().loggedIn(login("", "unauthorized access"));
        for (int i = 0; i < CallMeters.MAX_TIMERS + 10; i++) {
            metrics.listener().called(call("Method" + i, Duration.ZERO, CallEvent.OK));
        }

        String text = text();
        assertThat(text)
                .contains("facade=\"Provisioner\",method=\"Life\",outcome=\"other\"")
                .contains("facet_logins_seconds_count{kind=\"machine\",outcome=\"ok\"} 1")
                .contains("facet_logins_seconds_count{kind=\"other\",outcome=\"unauthorized access\"} 2")
                .contains("_count{facade=\"other\",method=\"other\",outcome=\"other\",version=\"other\"} 11")
                .doesNotContain("invented", "wizard");
        assertThat(text.lines().filter(line -> line.startsWith("facet_calls_seconds_count")))
                .hasSize(CallMeters.MAX_TIMERS + 1);
    }

    @Test
    public void connectionsAndRefusalsAreCounted() {
        metrics.listener().connected(PEER);
        metrics.listener().connected(PEER);
        metrics.listener().disconnected(PEER);
        metrics.listener().refused(PEER, Refusal.CALL_QUEUE_FULL);

        assertThat(text())
                .contains("facet_connections_opened_total 2")
                .contains("facet_connections_closed_total 1")
                .contains("facet_refusals_total{reason=\"call-queue-full\"} 1")
                .contains("facet_refusals_total{reason=\"ping-missed\"} 0");
    }

    @Test
    public void swapsAreCountedByKindAndOutcomeWithGapAndParkedCalls() {
        metrics.listener().swapped(swap(SwapStatus.Kind.IN_PLACE, Duration.ofMillis(120), 9, SwapStatus.DONE));
        metrics.listener().swapped(swap(SwapStatus.Kind.FACADE_UPGRADE, Duration.ZERO, 0, "it did not come up"));

        assertThat(text())
                .contains("facet_swaps_total{kind=\"in-place\",outcome=\"done\"} 1")
                .contains("facet_swaps_total{kind=\"facade-upgrade\",outcome=\"failed\"} 1")
                .contains("facet_swap_gap_seconds_sum{kind=\"in-place\"} 0.12")
                .contains("facet_swap_parked_calls_total{kind=\"in-place\"} 9")
                .doesNotContain("did not come up");
    }

    @Test
    public void figuresOfAServiceAreThereAsLongAsItIs() {
        ServerFake server = new ServerFake();
        assertThat(text()).doesNotContain("facet_watchers", "facet_database");

        metrics.show(server);
        metrics.show(new DatabaseFake());
        metrics.show(report(CheckStatus.OK, true));
        assertThat(text())
                .contains("facet_watchers 58")
                .contains("facet_next_waiting 57")
                .contains("facet_events_total 700")
                .contains("facet_event_loop_stall_seconds 0.003")
                .contains("facet_certificate_expiry_timestamp_seconds 1.8272736E9")
                .contains("facet_facade_serving{facade=\"Provisioner\",version=\"11\"} 1")
                .contains("facet_database_connections 5")
                .contains("facet_database_commits_total 50")
                .contains("facet_database_size_bytes 4096")
                .contains("facet_changes_lag_seconds 0");
        assertThat(server.looks).as("looks at the server for one scrape").hasValue(1);

        metrics.show((ApiServer) null);
        metrics.show((Database) null);
        assertThat(text()).doesNotContain("facet_watchers", "facet_facade_serving", "facet_database", "facet_changes");
    }

    @Test
    public void facadeThatIsNotServedAnyMoreShowsZeroAndThenGoes() {
        ServerFake server = new ServerFake();
        metrics.show(server);

        server.facades = List.of(ServerFake.facade(10, true, ""), ServerFake.facade(11, false, "probe failed"));
        metrics.show(report(CheckStatus.WARN, true));
        assertThat(text()).contains("facet_facade_serving{facade=\"Provisioner\",version=\"11\"} 0");

        server.facades = List.of(ServerFake.facade(10, true, ""));
        metrics.show(report(CheckStatus.OK, true));
        assertThat(text()).contains("version=\"10\"} 1").doesNotContain("version=\"11\"");
    }

    @Test
    public void databaseIsAskedSeldomAndNotTwiceAtATime() {
        DatabaseFake database = new DatabaseFake();
        database.answer = new CompletableFuture<>();
        metrics.show(database);
        metrics.show(report(CheckStatus.OK, true));
        metrics.show(report(CheckStatus.OK, true));
        assertThat(database.asked).hasValue(1);
        assertThat(text()).contains("facet_database_connections 5").doesNotContain("facet_database_size");

        database.answer.complete(DatabaseFake.WELL);
        assertThat(text()).contains("facet_database_size_bytes 4096", "facet_change_log_rows 77");
        metrics.show(report(CheckStatus.OK, true));
        assertThat(database.asked).as("within a minute").hasValue(1);
    }

    @Test
    public void answerOfADatabaseThatIsGoneShowsNothing() {
        DatabaseFake database = new DatabaseFake();
        database.answer = new CompletableFuture<>();
        metrics.show(database);
        metrics.show(report(CheckStatus.OK, true));
        metrics.show((Database) null);

        database.answer.complete(DatabaseFake.WELL);
        assertThat(text()).doesNotContain("facet_database");
    }

    @Test
    public void healthIsShownPerCheck() {
        metrics.show(report(CheckStatus.CRITICAL, false));
        assertThat(text()).contains("facet_ready 0").contains("facet_health_check_status{check=\"disk\"} 3");

        metrics.show(report(CheckStatus.OK, true));
        assertThat(text()).contains("facet_ready 1").contains("facet_health_check_status{check=\"disk\"} 0");
    }

    @Test
    public void jvmIsMeasured() {
        assertThat(text()).contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_uptime_seconds ");
    }

    @Test
    public void openMetricsEndsAsItMust() {
        metrics.listener().connected(PEER);

        assertThat(new String(metrics.scrape(true), StandardCharsets.UTF_8))
                .contains("facet_connections_opened_total 1")
                .endsWith("# EOF\n");
        assertThat(text()).doesNotContain("# EOF");
    }

    @Test
    public void everyMetricIsAnMBeanUntilTheEnd() throws Exception {
        metrics.listener().called(call("Life", Duration.ofMillis(250), CallEvent.OK));
        metrics.show(new DatabaseFake());

        ObjectName call = ObjectName.getInstance("io.facet:type=Metrics,name=facet.calls,facade=\"Provisioner\","
                + "method=\"Life\",outcome=\"ok\",version=\"11\"");
        assertThat(beans.getAttribute(call, "Count")).isEqualTo(1.0);
        assertThat(beans.getAttribute(call, "TotalTime")).isEqualTo(0.25);
        assertThat(beans.getMBeanInfo(call).getAttributes()).hasSize(3);
        ObjectName writes = ObjectName.getInstance("io.facet:type=Metrics,name=facet.database.writes");
        assertThat(beans.getAttribute(writes, "Count")).isEqualTo(500.0);

        metrics.show((Database) null);
        assertThat(beans.isRegistered(writes)).isFalse();

        metrics.close();
        assertThat(beans.queryNames(ObjectName.getInstance("io.facet:*"), null)).isEmpty();
    }

    /** The calls of 10,000 agents pass here. */
    @Test
    public void countingACallAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CallEvent event = call("Life", Duration.ofMillis(3), CallEvent.OK);
        int calls = 200_000;
        for (int i = 0; i < calls; i++) {
            metrics.listener().called(event);
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            metrics.listener().called(event);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat((double) bytes / calls).as("bytes per call").isLessThan(1);
    }

    static CallEvent call(String method, Duration took, String outcome) {
        return new CallEvent("1", PEER, "Provisioner", 11, method, true, took, outcome, new byte[0], null);
    }

    private static LoginEvent login(String tag, String outcome) {
        return new LoginEvent(new Peer(1, "192.0.2.1:4711", tag, ""), Duration.ofMillis(5), outcome);
    }

    static SwapStatus swap(SwapStatus.Kind kind, Duration gap, int parked, String outcome) {
        return new SwapStatus(
                kind, "Provisioner 11", "1.0.0", "1.0.1", Instant.EPOCH, gap, parked, Duration.ZERO, 0, outcome);
    }

    static HealthReport report(CheckStatus status, boolean ready) {
        return new HealthReport(
                status,
                ready,
                List.of(new CheckResult(
                        "disk", status, "Little room.", Instant.EPOCH, Instant.EPOCH, Duration.ZERO, false)));
    }

    private String text() {
        return new String(metrics.scrape(false), StandardCharsets.UTF_8);
    }
}
