// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.apiserver.api.ApiServer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** The threads that serve the network are not held up. */
public final class EventLoopsCheck implements HealthCheck {

    private final Supplier<Optional<ApiServer>> server;
    private final Supplier<Limits> limits;

    public EventLoopsCheck(Supplier<Optional<ApiServer>> server, Supplier<Limits> limits) {
        this.server = server;
        this.limits = limits;
    }

    @Override
    public Result execute() {
        return server.get()
                .map(present -> verdict(present.figures().longestStall()))
                .orElse(Verdict.NO_SERVER);
    }

    private Result verdict(Duration stall) {
        Limits now = limits.get();
        return Verdict.above(
                stall,
                now.stallWarn(),
                now.stallCritical(),
                "Within the last minute no event loop of the API was late by more than " + stall.toMillis() + " ms.");
    }
}
