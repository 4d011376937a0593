// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Health and metrics can be read over HTTP. */
public final class EndpointCheck implements HealthCheck {

    private final Supplier<Optional<String>> problem;
    private final Supplier<String> state;

    /**
     * @param problem what is wrong, as a sentence
     * @param state where it listens, as a sentence
     */
    public EndpointCheck(Supplier<Optional<String>> problem, Supplier<String> state) {
        this.problem = problem;
        this.state = state;
    }

    @Override
    public Result execute() {
        return problem.get().map(Verdict::warn).orElseGet(() -> Verdict.ok(state.get()));
    }
}
