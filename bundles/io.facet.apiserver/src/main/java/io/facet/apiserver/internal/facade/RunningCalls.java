// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many ordinary calls of one connection run. A call runs until it is answered and its thread has returned, so that
 * calls given up by timeout cannot pile up behind the limit.
 */
public final class RunningCalls {

    private final AtomicInteger running = new AtomicInteger();
    private final Runnable changed;

    /** @param changed told each time the number changed, on the thread that changed it */
    public RunningCalls(Runnable changed) {
        this.changed = changed;
    }

    /** How many run. */
    public int count() {
        return running.get();
    }

    /** A call begins; it ends when the returned hold was released by all its holders. */
    Hold begin(int holders) {
        running.incrementAndGet();
        changed.run();
        return new Hold(holders);
    }

    /** The place of one call among the running ones. */
    final class Hold {
        private final AtomicInteger holders;

        private Hold(int holders) {
            this.holders = new AtomicInteger(holders);
        }

        void release() {
            if (holders.decrementAndGet() == 0) {
                running.decrementAndGet();
                changed.run();
            }
        }
    }
}
