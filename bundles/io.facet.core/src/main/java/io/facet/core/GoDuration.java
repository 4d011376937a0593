// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Go notation, such as {@code 250ms} or {@code 24h0m0s}, as configuration holds them. */
public final class GoDuration {
    private static final Pattern SHAPE =
            Pattern.compile("([+-]?)((?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:ns|us|µs|ms|s|m|h))+)");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /**
     * Parses a duration.
     *
     * @throws FacetException code {@code not valid}: {@code duration "<text>" not valid}
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher whole = SHAPE.matcher(text);
        if (!whole.matches()) {
            throw FacetException.notValid("duration \"" + text + "\"");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(whole.group(2));
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
        }
        if (nanos.compareTo(MAX) > 0) {
            throw FacetException.notValid("duration \"" + text + "\"");
        }
        Duration duration =
                Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
        return whole.group(1).equals("-") ? duration.negated() : duration;
    }

    /** The duration as Go prints it: hours, minutes and seconds, or one unit below a second. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < NANOS.get("us")) {
            return nanos + "ns";
        }
        if (nanos < NANOS.get("ms")) {
            return fraction(nanos, "us") + "µs";
        }
        if (nanos < NANOS.get("s")) {
            return fraction(nanos, "ms") + "ms";
        }
        long minutes = duration.toMinutes();
        String seconds = fraction(nanos - minutes * NANOS.get("m"), "s") + "s";
        if (minutes == 0) {
            return seconds;
        }
        return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }

    private static String fraction(long nanos, String unit) {
        return nanos == 0
                ? "0"
                : BigDecimal.valueOf(nanos)
                        .divide(BigDecimal.valueOf(NANOS.get(unit)))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
