// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facet.monitoring.api.CheckResult;
import io.facet.monitoring.api.HealthReport;
import io.facet.monitoring.internal.metrics.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be read: {@code health} and {@code metrics}. */
public final class Pages {

    private static final String JSON = "application/json";

    private final JsonFactory json = new JsonFactory();
    private final Supplier<Optional<HealthReport>> health;
    private final Metrics metrics;

    public Pages(Supplier<Optional<HealthReport>> health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    /**
     * The page of a name; empty if there is none.
     *
     * @param accept the {@code Accept} header of the request, empty for none
     */
    Optional<Page> page(String name, String accept) {
        return switch (name) {
            case "health" -> Optional.of(health());
            case "metrics" -> Optional.of(metrics(accept.contains("application/openmetrics-text")));
            default -> Optional.empty();
        };
    }

    private Page metrics(boolean openMetrics) {
        return new Page(200, openMetrics ? Metrics.OPEN_METRICS : Metrics.TEXT, metrics.scrape(openMetrics));
    }

    private Page health() {
        Optional<HealthReport> report = health.get();
        boolean well = report.isPresent() && !report.get().status().isCritical();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(body)) {
            out.writeStartObject();
            // Before the first run has ended, nobody knows.
            out.writeStringField(
                    "status", report.map(each -> each.status().label()).orElse("unknown"));
            out.writeBooleanField("ready", report.isPresent() && report.get().ready());
            out.writeArrayFieldStart("checks");
            for (CheckResult check : report.map(HealthReport::checks).orElseGet(List::of)) {
                write(out, check);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(well ? 200 : 503, JSON, body.toByteArray());
    }

    private static void write(JsonGenerator out, CheckResult check) throws IOException {
        out.writeStartObject();
        out.writeStringField("check", check.name());
        out.writeStringField("status", check.status().label());
        out.writeStringField("message", check.message());
        out.writeStringField("since", check.since().toString());
        out.writeStringField("last-run", check.lastRun().toString());
        out.writeNumberField("took-ms", check.took().toMillis());
        out.writeBooleanField("decides-readiness", check.decidesReadiness());
        out.writeEndObject();
    }
}
