// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.time.Duration;

/** Waits that go on when the waiting thread is interrupted; the interrupt is kept for later. */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Whether the thread has ended, at the latest after this time. */
    static boolean join(Thread thread, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (thread.isAlive()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                try {
                    thread.join(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
