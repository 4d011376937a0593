// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Meters that show members of one record, and go together. The record is asked for at most once a second, so that the many
 * meters of one scrape show one moment and cost one look.
 */
final class MeterGroup<F> implements AutoCloseable {

    private static final long MAX_AGE_NS = 1_000_000_000;

    private final MeterRegistry registry;
    private final Supplier<F> source;
    private final List<Meter> meters = new ArrayList<>();
    private F figures; // guarded by this
    private long taken; // guarded by this

    MeterGroup(MeterRegistry registry, Supplier<F> source) {
        this.registry = registry;
        this.source = source;
    }

    MeterGroup<F> gauge(String name, String description, ToDoubleFunction<F> value) {
        return gauge(name, null, description, value);
    }

    /** @param unit {@code seconds} or {@code bytes}, which also ends the name for Prometheus; null for a plain number */
    MeterGroup<F> gauge(String name, String unit, String description, ToDoubleFunction<F> value) {
        meters.add(Gauge.builder(name, this, group -> value.applyAsDouble(group.figures()))
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    /** A number that only grows. */
    MeterGroup<F> counter(String name, String unit, String description, ToDoubleFunction<F> value) {
        meters.add(FunctionCounter.builder(name, this, group -> value.applyAsDouble(group.figures()))
                .baseUnit(unit)
                .description(description)
                .register(registry));
        return this;
    }

    private synchronized F figures() {
        long now = System.nanoTime();
        if (figures == null || now - taken > MAX_AGE_NS) {
            figures = source.get();
            taken = now;
        }
        return figures;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
