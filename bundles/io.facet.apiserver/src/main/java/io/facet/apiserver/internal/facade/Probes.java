// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.internal.InFlight;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a facade whether it can serve, again and again until it says so. */
final class Probes {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private static final long FIRST_RETRY_MS = 100;
    private static final long LAST_RETRY_MS = 6_400;

    /** The pause before which it is worth a warning; what fails before may just be starting, as a new controller is. */
    private static final long WARN_AT_MS = 1_600;

    private final Executor executor;
    private final ScheduledExecutorService timer;

    /**
     * @param executor runs the probes
     * @param timer owned by the server
     */
    Probes(Executor executor, ScheduledExecutorService timer) {
        this.executor = executor;
        this.timer = timer;
    }

    /**
     * Probes a provider.
     *
     * @param running the calls of the provider, which the probe counts among; closed when the provider is gone
     * @param passed told when the facade can serve
     * @param failed told of each failure, as a short phrase
     */
    void begin(FacadeProvider provider, InFlight running, Runnable passed, Consumer<String> failed) {
        attempt(new Probe(provider, running, passed, failed), FIRST_RETRY_MS);
    }

    private record Probe(FacadeProvider provider, InFlight running, Runnable passed, Consumer<String> failed) {}

    private void attempt(Probe probe, long retryMs) {
        try {
            executor.execute(() -> ask(probe, retryMs));
        } catch (RejectedExecutionException e) {
            again(probe, retryMs, e);
        }
    }

    private void ask(Probe probe, long retryMs) {
        Optional<InFlight.Lease> lease = probe.running().enter();
        if (lease.isEmpty()) {
            return;
        }
        try {
            lease.get().run(() -> probe.provider().facade().probe()).whenComplete((unused, failure) -> {
                if (failure == null) {
                    probe.passed().run();
                } else {
                    again(probe, retryMs, failure);
                }
            });
        } catch (Exception | LinkageError e) {
            // A facade whose bundle is going away, or is broken, fails in any way.
            again(probe, retryMs, e);
        }
    }

    private void again(Probe probe, long retryMs, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (probe.running().isClosed()) {
            return;
        }
        if (retryMs == WARN_AT_MS) {
            LOG.warn(
                    "{} of bundle {} {} does not pass its probe and gets no calls; it is asked again and again",
                    probe.provider().key(),
                    probe.provider().bundle().name(),
                    probe.provider().bundle().version(),
                    cause);
        }
        probe.failed().accept("its probe failed: " + (cause.getMessage() == null ? cause : cause.getMessage()));
        try {
            timer.schedule(() -> attempt(probe, Math.min(2 * retryMs, LAST_RETRY_MS)), retryMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "The server stops: {} is not asked again", probe.provider().key());
        }
    }
}
