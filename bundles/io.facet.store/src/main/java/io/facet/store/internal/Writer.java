// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.time.Duration;

/** Runs writes and acknowledges them once they are on disk. */
interface Writer {

    /** Queues a write; if there is no room its stage fails at once. */
    void submit(Write<?> write);

    /** Runs work that changes the tables themselves, blocking until it is done. */
    void alter(Runnable work);

    /** How many writes wait for their turn. */
    int queued();

    /** How many may. */
    int queueLength();

    /** How many writes were acknowledged. */
    long writes();

    /** How many commits were made for them. */
    long commits();

    /** Finishes what is queued, refuses what takes too long, and closes the connections. */
    void close(Duration timeout);
}
