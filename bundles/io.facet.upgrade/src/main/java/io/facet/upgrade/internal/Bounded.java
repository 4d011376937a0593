// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs foreign code on a thread of its own, since nothing else can bound it. */
final class Bounded {

    private static final Duration INTERRUPT_INTERVAL = Duration.ofMillis(50);

    private Bounded() {}

    /**
     * Runs the work, and interrupts it when its time is over or the caller is interrupted.
     *
     * @param name what is done, as in "the start of bundle 7"
     * @throws Failure if the time was over
     * @throws Failure.Stuck if the work did not end even then; it may still run
     * @throws InterruptedException if the caller was interrupted, and the work has ended
     * @throws Exception what the work threw
     */
    static <T> T run(String name, Duration limit, Duration grace, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "facet-upgrade: " + name, 0, false);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (TimeoutException e) {
            end(thread, grace, name);
            throw new Failure(name + " took longer than " + text(limit), e);
        } catch (InterruptedException e) {
            end(thread, grace, name);
            throw e;
        }
    }

    private static void end(Thread thread, Duration grace, String name) throws Failure.Stuck {
        long deadline = System.nanoTime() + grace.toNanos();
        // Again and again: Declarative Services tries a component a second time when its first try was interrupted.
        do {
            thread.interrupt();
            if (Uninterrupted.join(thread, INTERRUPT_INTERVAL)) {
                return;
            }
        } while (deadline - System.nanoTime() > 0);
        throw new Failure.Stuck(name + " could not be interrupted");
    }

    private static Exception unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return (Exception) e.getCause();
    }

    /** A duration as people write it. */
    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
