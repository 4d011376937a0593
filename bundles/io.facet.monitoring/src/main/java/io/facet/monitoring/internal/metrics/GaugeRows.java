// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A gauge with a row for each of some keys, which come and go. */
final class GaugeRows<K> {

    private final MultiGauge gauge;
    private final Function<K, Tags> tags;
    private final Map<K, Double> values = new ConcurrentHashMap<>();

    GaugeRows(MeterRegistry registry, String name, String description, Function<K, Tags> tags) {
        this.gauge = MultiGauge.builder(name).description(description).register(registry);
        this.tags = tags;
    }

    /** Shows these rows and no others. */
    void show(Map<K, Double> rows) {
        values.keySet().retainAll(rows.keySet());
        values.putAll(rows);
        // Rows that stay are not registered again: each of them finds its value itself.
        gauge.register(
                rows.keySet().stream()
                        .map(key -> MultiGauge.Row.of(tags.apply(key), () -> values.getOrDefault(key, Double.NaN)))
                        .toList(),
                false);
    }
}
