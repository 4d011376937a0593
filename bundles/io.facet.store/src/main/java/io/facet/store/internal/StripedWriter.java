// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjIntConsumer;

/**
 * Several threads with a transaction per write. Writes of one model go to one thread: they wait for each other anyway
 * (on other controllers, in the database), and here in a queue, where they hold no connection.
 */
final class StripedWriter implements Writer {

    private static final long FIRST_PAUSE_MS = 2;
    private static final long LONGEST_PAUSE_MS = 200;

    private final Dialect dialect;
    private final int retries;
    private final int queueLength;
    private final ObjIntConsumer<String> committed;
    private final List<Workers> stripes = new ArrayList<>();
    /** Each write has a commit of its own. */
    private final LongAdder writes = new LongAdder();

    /** @param committed told the model of each write that logged changes and how many they are, after the commit */
    StripedWriter(Connections connections, Dialect dialect, Settings settings, ObjIntConsumer<String> committed) {
        this.dialect = dialect;
        this.retries = settings.conflictRetries();
        this.committed = committed;
        int ofEach = Math.max(1, settings.writerQueueLength() / settings.writerThreads());
        this.queueLength = ofEach * settings.writerThreads();
        for (int i = 1; i <= settings.writerThreads(); i++) {
            stripes.add(new Workers("writes", "facet-store-writer-" + i, 1, ofEach, connections::writer));
        }
    }

    @Override
    public void submit(Write<?> write) {
        stripes.get(Math.floorMod(write.modelUuid().hashCode(), stripes.size())).submit(new Job() {
            @Override
            public void run(PinnedConnection pinned) {
                perform(write, pinned);
            }

            @Override
            public void refuse(RuntimeException reason) {
                write.fail(reason);
                write.settle();
            }
        });
    }

    private void perform(Write<?> write, PinnedConnection pinned) {
        boolean reconnected = false;
        int conflicts = 0;
        while (true) {
            boolean committing = false;
            try {
                Connection connection = pinned.get();
                dialect.beginWrite(connection);
                dialect.lockModel(connection, write.modelUuid());
                write.run(dialect, connection);
                committing = true;
                dialect.commit(connection);
                break;
            } catch (Throwable e) {
                boolean broke = pinned.recover(dialect);
                if (dialect.isConflict(e)) {
                    if (conflicts++ < retries) {
                        pause(conflicts);
                        continue;
                    }
                    write.fail(Failures.contention(e));
                } else if (broke && !committing && !reconnected && Failures.caused(e, sql -> true)) {
                    // The connection was gone before anything could be final: the body runs on a new one.
                    reconnected = true;
                    continue;
                } else {
                    write.fail(e);
                }
                break;
            }
        }
        if (write.changes() > 0) {
            committed.accept(write.modelUuid(), write.changes());
        }
        if (write.succeeded()) {
            writes.increment();
        }
        write.settle();
    }

    private static void pause(int conflicts) {
        long longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(conflicts, 10));
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(1 + ThreadLocalRandom.current().nextLong(longest)));
    }

    @Override
    public int queued() {
        return stripes.stream().mapToInt(Workers::queued).sum();
    }

    @Override
    public int queueLength() {
        return queueLength;
    }

    @Override
    public long writes() {
        return writes.sum();
    }

    @Override
    public long commits() {
        return writes.sum();
    }

    @Override
    public void alter(Runnable work) {
        // The database keeps writers off the tables that are altered.
        work.run();
    }

    @Override
    public void close(Duration timeout) {
        stripes.forEach(Workers::shutdown);
        stripes.forEach(stripe -> stripe.close(timeout));
    }
}
