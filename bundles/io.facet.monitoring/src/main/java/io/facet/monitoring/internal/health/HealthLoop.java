// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.api.HealthReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks at an interval on a thread of its own and keeps what they found. Everybody else reads that, so that no
 * check holds up who asks. The executor of the health checks bounds how long each may take, and does not run one again that
 * still runs.
 */
public final class HealthLoop implements AutoCloseable {

    /** Tag of the checks that are run. Anybody may register one. */
    public static final String TAG = "facet";

    /** Tag of those that decide, beside that, whether new clients should come here. */
    public static final String READINESS_TAG = "facet-readiness";

    private static final Logger LOG = LoggerFactory.getLogger(HealthLoop.class);

    /** What the executor adds to a check's own limit before it gives the check up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Time for events that come together, such as the services of a bundle that stops, before an extra run. */
    private static final Duration SETTLE = Duration.ofMillis(100);

    /** How long what is there last when Facet boots may take. */
    private static final Duration BOOT = Duration.ofSeconds(30);

    private final HealthCheckExecutor executor;
    private final Clock clock;
    private final Runnable before;
    private final Consumer<HealthReport> after;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean extra = new AtomicBoolean();

    /** Used on the thread only. */
    private final Map<String, CheckResult> latest = new HashMap<>();

    /**
     * When those checks were run first that have not been ok yet and were not told of: while Facet boots not all is there,
     * which is no news.
     */
    private final Map<String, Instant> booting = new HashMap<>();

    private volatile HealthReport report;
    private volatile Duration timeout;
    private ScheduledFuture<?> runs; // guarded by this

    /**
     * @param before runs on the thread before each run
     * @param after gets each report, on the thread
     */
    public HealthLoop(HealthCheckExecutor executor, Clock clock, Runnable before, Consumer<HealthReport> after) {
        this.executor = executor;
        this.clock = clock;
        this.before = before;
        this.after = after;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "facet-health");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        // Word of a service that goes may come after the end.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs the checks now and from then on at an interval, instead of that of an earlier call. */
    public synchronized void every(Duration interval, Duration checkTimeout) {
        timeout = checkTimeout.plus(GRACE);
        if (runs != null) {
            runs.cancel(false);
        }
        runs = thread.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the checks once more soon: something has changed that some of them look at. Nothing before the first run. */
    public void soon() {
        if (timeout != null && extra.compareAndSet(false, true)) {
            thread.schedule(
                    () -> {
                        extra.set(false);
                        run();
                    },
                    SETTLE.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** What the latest run found; empty before the first has ended. */
    public Optional<HealthReport> report() {
        return Optional.ofNullable(report);
    }

    /** Whether no check says that new clients should go elsewhere. */
    public boolean isReady() {
        HealthReport now = report;
        return now == null || now.ready();
    }

    private void run() {
        try {
            before.run();
            HealthCheckExecutionOptions options = new HealthCheckExecutionOptions()
                    .setForceInstantExecution(true)
                    .setOverrideGlobalTimeout((int) timeout.toMillis());
            List<CheckResult> results = executor.execute(HealthCheckSelector.tags(TAG), options).stream()
                    .map(this::result)
                    .sorted(Comparator.comparing(CheckResult::name))
                    .toList();
            Set<String> names = results.stream().map(CheckResult::name).collect(Collectors.toSet());
            latest.keySet().retainAll(names);
            booting.keySet().retainAll(names);
            results.forEach(result -> latest.put(result.name(), result));
            report = new HealthReport(worst(results), results.stream().noneMatch(HealthLoop::sendsAway), results);
            after.accept(report);
        } catch (RuntimeException e) {
            // Anything else would end the runs for good.
            LOG.error("The health checks could not be run", e);
        }
    }

    private CheckResult result(HealthCheckExecutionResult execution) {
        String name = execution.getHealthCheckMetadata().getName();
        Result found = execution.getHealthCheckResult();
        CheckStatus status = status(found.getStatus());
        Instant now = clock.instant();
        CheckResult before = latest.get(name);
        boolean changed = before == null || before.status() != status;
        CheckResult result = new CheckResult(
                name,
                status,
                message(found),
                changed ? now : before.since(),
                now,
                Duration.ofMillis(execution.getElapsedTimeInMs()),
                execution.getHealthCheckMetadata().getTags().contains(READINESS_TAG));
        if (before == null && status != CheckStatus.OK) {
            booting.put(name, now);
        } else if (booting.containsKey(name)) {
            if (status == CheckStatus.OK) {
                booting.remove(name);
            } else if (Duration.between(booting.get(name), now).compareTo(BOOT) >= 0) {
                booting.remove(name);
                tell(result);
            }
        } else if (before != null && changed) {
            tell(result);
        }
        return result;
    }

    private static void tell(CheckResult now) {
        if (now.status().isCritical()) {
            LOG.error("Health: {} is {}: {}", now.name(), now.status().label(), now.message());
        } else if (now.status() != CheckStatus.OK) {
            LOG.warn("Health: {} is {}: {}", now.name(), now.status().label(), now.message());
        } else {
            LOG.info("Health: {} is ok again: {}", now.name(), now.message());
        }
    }

    private static CheckStatus status(Result.Status status) {
        return status == Result.Status.HEALTH_CHECK_ERROR
                ? CheckStatus.CHECK_FAILED
                : CheckStatus.valueOf(status.name());
    }

    private static String message(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .filter(entry -> !entry.isDebug())
                .map(ResultLog.Entry::getMessage)
                .collect(Collectors.joining(" "));
    }

    private static CheckStatus worst(List<CheckResult> results) {
        return results.stream()
                .map(CheckResult::status)
                .max(Comparator.naturalOrder())
                .orElse(CheckStatus.OK);
    }

    private static boolean sendsAway(CheckResult result) {
        return result.decidesReadiness() && result.status().compareTo(CheckStatus.WARN) > 0;
    }

    /** Ends the runs. One that has begun may still take its time, and its report goes nowhere. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
