// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings, checked.
 *
 * @param kinds what is written
 * @param maxEntities how many entities of a call are named
 * @param maxQueueBytes bytes of events that may wait to be written
 */
record Settings(Set<Kind> kinds, int maxEntities, long maxQueueBytes) {

    /** Kinds of events. */
    enum Kind {
        LOGINS,
        CALLS,
        READS,
        SWAPS,
        CONNECTIONS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }

    private static final int MAX_ENTITIES = 10_000;
    private static final long MIN_QUEUE_BYTES = 1 << 16;
    private static final long MAX_QUEUE_BYTES = 1 << 30;

    /** @throws IllegalArgumentException naming the key and the value that is wrong */
    static Settings of(AuditConfig config) {
        return new Settings(
                kinds(config.events()),
                (int) within("max.entities", config.max_entities(), 0, MAX_ENTITIES),
                within("max.queue.bytes", config.max_queue_bytes(), MIN_QUEUE_BYTES, MAX_QUEUE_BYTES));
    }

    private static Set<Kind> kinds(String[] events) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        // The line of a file comes as one text.
        String words = String.join(",", events);
        if (words.isBlank()) {
            return kinds;
        }
        for (String word : words.split(",", -1)) {
            kinds.add(Kind.of(word.strip())
                    .orElseThrow(() -> new IllegalArgumentException("events in"
                            + " etc/io.facet.audit.cfg has \"" + word.strip() + "\"; it takes "
                            + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")))));
        }
        return kinds;
    }

    private static long within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " in etc/io.facet.audit.cfg has to be between " + min + " and " + max + ", not " + value);
        }
        return value;
    }
}
