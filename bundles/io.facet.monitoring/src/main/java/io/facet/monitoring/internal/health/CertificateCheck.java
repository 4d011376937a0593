// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.apiserver.api.ApiServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** The certificate of the API is valid for a while. */
public final class CertificateCheck implements HealthCheck {

    private final Supplier<Optional<ApiServer>> server;
    private final Supplier<Limits> limits;
    private final Clock clock;

    public CertificateCheck(Supplier<Optional<ApiServer>> server, Supplier<Limits> limits, Clock clock) {
        this.server = server;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        return server.get()
                .map(
                        present -> present.figures()
                                .certificateExpiry()
                                .map(this::verdict)
                                .orElseGet(
                                        () -> Verdict.critical(
                                                "The API server has no certificate; see certificate.file in etc/io.facet.apiserver.cfg.")))
                .orElse(Verdict.NO_SERVER);
    }

    private Result verdict(Instant expiry) {
        Limits now = limits.get();
        Duration left = Duration.between(clock.instant(), expiry);
        if (left.isNegative()) {
            return Verdict.critical("The certificate of the API expired at " + expiry.truncatedTo(ChronoUnit.SECONDS)
                    + "; clients refuse to connect.");
        }
        return Verdict.below(
                left,
                now.certificateWarn(),
                now.certificateCritical(),
                "The certificate of the API expires in " + left.toDays() + " days, at "
                        + expiry.truncatedTo(ChronoUnit.SECONDS) + ".");
    }
}
