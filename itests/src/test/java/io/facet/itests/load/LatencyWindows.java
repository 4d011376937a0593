// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long calls took, in microseconds, by what was exchanged meanwhile. A call that was under way when an exchange began
 * counts for the exchange.
 */
public final class LatencyWindows {

    /** Name of the window in which nothing is exchanged. */
    public static final String CALM = "calm";

    private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(5);

    private final Map<String, Histogram> histograms = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private volatile String current = "setup";

    /** Begins a window. */
    public void enter(String window) {
        current = window;
    }

    /** The window of now, for {@link #record}. */
    String current() {
        return current;
    }

    /** Records a call that was sent in {@code window} and was answered just now. */
    void record(String window, long nanos) {
        calls.increment();
        String counted = window.equals(CALM) ? current : window;
        histograms
                .computeIfAbsent(counted, name -> new ConcurrentHistogram(LONGEST_US, 3))
                .recordValue(Math.min(LONGEST_US, TimeUnit.NANOSECONDS.toMicros(nanos)));
    }

    /** What was recorded for a window; empty if nothing. */
    public Histogram of(String window) {
        return histograms.getOrDefault(window, new Histogram(3));
    }

    /** All calls, those included that were forgotten. */
    public long calls() {
        return calls.sum();
    }

    /** Drops what was recorded so far. */
    public void forget() {
        histograms.clear();
    }
}
