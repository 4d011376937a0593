// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The figures of a run, as Markdown. */
final class SwapReport {

    private final LoadSettings settings;
    private final LatencyWindows latencies;
    private final Map<SwapKind, Histogram> durations = new EnumMap<>(SwapKind.class);
    private long warmUp;
    private final StringBuilder lines = new StringBuilder();

    SwapReport(LoadSettings settings, LatencyWindows latencies) {
        this.settings = settings;
        this.latencies = latencies;
    }

    /** Enters an exchange that is over. */
    void add(SwapKind kind, Duration took) {
        durations.computeIfAbsent(kind, key -> new Histogram(3)).recordValue(took.toNanos() / 1_000);
    }

    /** Drops the times of the exchanges entered so far; they still count. */
    void forget() {
        warmUp = durations.values().stream().mapToLong(Histogram::getTotalCount).sum();
        durations.clear();
    }

    /** Adds a line of plain text below the tables. */
    void line(String text) {
        lines.append("- ").append(text).append('\n');
    }

    /** The report. */
    String text() {
        Histogram calm = latencies.of(LatencyWindows.CALM);
        StringBuilder text = new StringBuilder("# Exchanges under load\n\n");
        text.append("Seed %d, %d connections, up to %d calls in flight on each, %d calls/s wanted.%n"
                .formatted(settings.seed(), settings.connections(), settings.inFlight(), settings.rate()));
        text.append("Times in ms, without the first %d exchanges.%n%n".formatted(warmUp));
        row(
                text,
                "Exchange",
                "how many",
                "takes p50",
                "max",
                "calls meanwhile",
                "p50",
                "p99",
                "p99.9",
                "max",
                "added p99",
                "added p99.9");
        row(text, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        row(
                text,
                "none (calm)",
                "",
                "",
                "",
                count(calm),
                at(calm, 50),
                at(calm, 99),
                at(calm, 99.9),
                max(calm),
                "",
                "");
        durations.forEach((kind, took) -> {
            Histogram calls = latencies.of(kind.name());
            row(
                    text,
                    kind.title(),
                    count(took),
                    at(took, 50),
                    max(took),
                    count(calls),
                    at(calls, 50),
                    at(calls, 99),
                    at(calls, 99.9),
                    max(calls),
                    added(calls, calm, 99),
                    added(calls, calm, 99.9));
        });
        return text.append('\n').append(lines).toString();
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
    }

    private static String count(Histogram histogram) {
        return Long.toString(histogram.getTotalCount());
    }

    private static String at(Histogram histogram, double percentile) {
        return milliseconds(histogram.getValueAtPercentile(percentile));
    }

    private static String max(Histogram histogram) {
        return milliseconds(histogram.getMaxValue());
    }

    private static String added(Histogram calls, Histogram calm, double percentile) {
        return milliseconds(calls.getValueAtPercentile(percentile) - calm.getValueAtPercentile(percentile));
    }

    private static String milliseconds(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / (double) TimeUnit.MILLISECONDS.toMicros(1));
    }
}
