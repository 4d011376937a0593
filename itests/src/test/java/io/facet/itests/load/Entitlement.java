// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Which bundle versions may answer when. While one is exchanged for another both may, but once the successor has given an
 * answer, no call sent after that may be answered by the predecessor.
 */
public final class Entitlement {

    private static final long OPEN = Long.MAX_VALUE;

    /** Oldest first; guarded by this. */
    private final List<Span> spans = new ArrayList<>();

    /** The version that serves now. */
    public synchronized String serving() {
        return spans.get(spans.size() - 1).version;
    }

    /** Begins with a version. */
    public synchronized void start(String version) {
        spans.add(new Span(version, System.nanoTime()));
    }

    /** From now on a successor may answer as well. */
    public synchronized void begin(String successor) {
        spans.add(new Span(successor, System.nanoTime()));
    }

    /** The exchange is over and the successor serves alone. */
    public synchronized void succeeded() {
        spans.get(spans.size() - 2).to = System.nanoTime();
    }

    /** The exchange is over and the predecessor still serves alone. */
    public synchronized void failed() {
        spans.remove(spans.size() - 1);
    }

    /** Whether the latest version that was entitled has answered. */
    public synchronized boolean successorAnswers() {
        return spans.get(spans.size() - 1).firstAnswer != OPEN;
    }

    /** What is wrong with an answer; empty if nothing. Times are those of {@link System#nanoTime}. */
    synchronized String check(String version, long sent, long received) {
        // The earliest that fits: a version may have served twice, and a call that began in its first time is no sign
        // that
        // its second has begun.
        int match = -1;
        for (int i = spans.size() - 1; i >= 0 && spans.get(i).to >= sent; i--) {
            if (spans.get(i).version.equals(version) && spans.get(i).from <= received) {
                match = i;
            }
        }
        if (match < 0) {
            return "answered by " + version + "; entitled: "
                    + spans.subList(Math.max(0, spans.size() - 2), spans.size());
        }
        Span span = spans.get(match);
        if (match < spans.size() - 1 && spans.get(match + 1).firstAnswer < sent) {
            return "answered by " + version + " although " + spans.get(match + 1).version
                    + " had answered before the call was sent";
        }
        span.firstAnswer = Math.min(span.firstAnswer, received);
        return "";
    }

    private static final class Span {
        private final String version;
        private final long from;
        private long to = OPEN;
        private long firstAnswer = OPEN;

        Span(String version, long from) {
            this.version = version;
            this.from = from;
        }

        @Override
        public String toString() {
            return version + (to == OPEN ? "" : " until " + (System.nanoTime() - to) / 1_000_000 + " ms ago");
        }
    }
}
