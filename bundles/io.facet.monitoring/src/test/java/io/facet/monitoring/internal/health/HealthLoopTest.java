// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.api.HealthReport;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Results are kept, aggregated, and dated from the change of their status. */
public class HealthLoopTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Executor executor = new Executor();
    private final BlockingQueue<HealthReport> reports = new LinkedBlockingQueue<>();
    private final HealthLoop loop = new HealthLoop(executor, Clock.systemUTC(), () -> {}, reports::add);

    @After
    public void close() {
        loop.close();
    }

    @Test
    public void worstCheckIsTheStatusOfAll() throws Exception {
        executor.set("disk", Result.Status.WARN);
        executor.set("facades", Result.Status.OK, HealthLoop.READINESS_TAG);
        loop.every(LONG, Duration.ofSeconds(5));

        HealthReport report = next();
        assertThat(report.status()).isEqualTo(CheckStatus.WARN);
        assertThat(report.ready()).isTrue();
        assertThat(report.checks()).extracting(CheckResult::name).containsExactly("disk", "facades");
        assertThat(report.checks()).extracting(CheckResult::message).containsExactly("disk WARN", "facades OK");
        assertThat(loop.report()).contains(report);
    }

    @Test
    public void onlyChecksThatDecideItSendClientsAway() throws Exception {
        executor.set("certificate", Result.Status.CRITICAL);
        executor.set("database", Result.Status.WARN, HealthLoop.READINESS_TAG);
        loop.every(LONG, Duration.ofSeconds(5));
        HealthReport first = next();
        assertThat(first.status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(first.ready()).isTrue();
        assertThat(loop.isReady()).isTrue();

        executor.set("database", Result.Status.CRITICAL, HealthLoop.READINESS_TAG);
        loop.soon();
        assertThat(next().ready()).isFalse();
        assertThat(loop.isReady()).isFalse();

        executor.set("database", Result.Status.HEALTH_CHECK_ERROR, HealthLoop.READINESS_TAG);
        loop.soon();
        HealthReport failed = next();
        assertThat(failed.status()).isEqualTo(CheckStatus.CHECK_FAILED);
        assertThat(failed.ready()).isFalse();
    }

    @Test
    public void sinceIsTheTimeOfTheLastChangeOfStatus() throws Exception {
        executor.set("disk", Result.Status.OK);
        loop.every(LONG, Duration.ofSeconds(5));
        CheckResult first = next().checks().get(0);
        await().until(() -> Clock.systemUTC().instant().isAfter(first.lastRun().plusMillis(2)));

        loop.soon();
        CheckResult same = next().checks().get(0);
        assertThat(same.since()).isEqualTo(first.since());
        assertThat(same.lastRun()).isAfter(first.lastRun());

        executor.set("disk", Result.Status.CRITICAL);
        loop.soon();
        CheckResult changed = next().checks().get(0);
        assertThat(changed.since()).isAfter(first.since());
    }

    /** Services are bound before the component has started. */
    @Test
    public void eventsBeforeTheStartRunNothing() throws Exception {
        executor.set("disk", Result.Status.OK);
        loop.soon();
        assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).isNull();

        loop.every(LONG, Duration.ofSeconds(5));
        next();
        loop.soon();
        next();
    }

    @Test
    public void intervalChangesLive() throws Exception {
        executor.set("disk", Result.Status.OK);
        loop.every(LONG, Duration.ofSeconds(5));
        next();

        loop.every(Duration.ofMillis(5), Duration.ofMillis(700));
        for (int i = 0; i < 3; i++) {
            next();
        }
        assertThat(executor.options.getOverrideGlobalTimeout()).isEqualTo(1_700);
        assertThat(executor.options.isForceInstantExecution()).isTrue();
    }

    @Test
    public void runThatFailsIsNotTheLast() throws Exception {
        executor.set("disk", Result.Status.OK);
        executor.failures = 1;
        loop.every(Duration.ofMillis(5), Duration.ofSeconds(5));

        assertThat(next().status()).isEqualTo(CheckStatus.OK);
        assertThat(executor.failures).isZero();
    }

    @Test
    public void whoHasNotCheckedYetSendsNobodyAway() {
        assertThat(loop.report()).isEmpty();
        assertThat(loop.isReady()).isTrue();
    }

    @Test
    public void threadEndsWithTheLoop() throws Exception {
        loop.every(Duration.ofMillis(5), Duration.ofSeconds(5));
        next();
        loop.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("facet-health")));
        loop.soon();
    }

    private HealthReport next() throws InterruptedException {
        HealthReport report = reports.poll(20, TimeUnit.SECONDS);
        assertThat(report).as("a report within 20 s").isNotNull();
        return report;
    }

    /** Has a result for each check that a test sets. */
    private static final class Executor implements HealthCheckExecutor {
        private final Map<String, HealthCheckExecutionResult> results = new TreeMap<>();
        private volatile HealthCheckExecutionOptions options;
        private volatile int failures;

        synchronized void set(String name, Result.Status status, String... tags) {
            HealthCheckMetadata metadata = new HealthCheckMetadata(
                    reference(Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, tags, Constants.SERVICE_ID, 1L)));
            Result result = new Result(status, name + " " + status);
            results.put(name, new Execution(metadata, result));
        }

        private static ServiceReference<?> reference(Map<String, Object> properties) {
            return (ServiceReference<?>) Proxy.newProxyInstance(
                    ServiceReference.class.getClassLoader(),
                    new Class<?>[] {ServiceReference.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("getProperty") ? properties.get(arguments[0]) : null);
        }

        @Override
        public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized List<HealthCheckExecutionResult> execute(
                HealthCheckSelector selector, HealthCheckExecutionOptions given) {
            assertThat(selector.tags()).containsExactly(HealthLoop.TAG);
            options = given;
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("made by the test");
            }
            return List.copyOf(results.values());
        }
    }

    private record Execution(HealthCheckMetadata getHealthCheckMetadata, Result getHealthCheckResult)
            implements HealthCheckExecutionResult {
        @Override
        public long getElapsedTimeInMs() {
            return 3;
        }

        @Override
        public Date getFinishedAt() {
            return new Date();
        }

        @Override
        public boolean hasTimedOut() {
            return false;
        }
    }
}
