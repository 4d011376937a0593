// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** All that went wrong in a run: what, when, and during which exchange. Safe for use by many threads. */
public final class Findings {

    /** What can go wrong. */
    public enum Kind {
        FAILED_CALL("failed calls"),
        WRONG_ANSWER("wrong answers"),
        NOT_ENTITLED("answers from a version not entitled"),
        DROPPED_CONNECTION("dropped connections"),
        FAILED_LOGIN("failed logins"),
        WATCH("watch events lost or too many, watchers ended"),
        SWAP("exchanges with another outcome than expected"),
        LEAK("class loaders, threads or bundles too many");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final int KEPT_OF_A_KIND = 40;

    private final long begun = System.nanoTime();
    private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> texts = new EnumMap<>(Kind.class);
    private volatile String during = "setup";

    /** Nothing so far. */
    public Findings() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new AtomicLong());
            texts.put(kind, new ArrayList<>());
        }
    }

    /** Says what is going on from now on. */
    public void during(String what) {
        during = what;
    }

    /** Adds one. */
    public void add(Kind kind, String text) {
        counts.get(kind).incrementAndGet();
        List<String> kept = texts.get(kind);
        synchronized (kept) {
            if (kept.size() < KEPT_OF_A_KIND) {
                double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
                kept.add(String.format(Locale.ROOT, "%8.3f s, %s: %s", seconds, during, text));
            }
        }
    }

    /** How many of a kind. */
    public long count(Kind kind) {
        return counts.get(kind).get();
    }

    /** All that is kept, by kind; empty if all went well. */
    public Optional<String> text() {
        StringBuilder all = new StringBuilder();
        for (Kind kind : Kind.values()) {
            if (count(kind) > 0) {
                all.append(count(kind)).append(' ').append(kind.title()).append(":\n");
                List<String> kept = texts.get(kind);
                synchronized (kept) {
                    kept.forEach(text -> all.append("  ").append(text).append('\n'));
                }
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.toString());
    }
}
