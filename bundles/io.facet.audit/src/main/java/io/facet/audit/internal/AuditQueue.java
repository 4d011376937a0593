// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be written, and the thread that writes it. The threads that serve the network only add to it, without
 * waiting. What finds no room, or cannot be written, is lost; how much that was is written, as an event of its own, and
 * logged, at most once a second.
 */
final class AuditQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);

    /** What an event takes in memory beside its parameters and result. */
    private static final long OVERHEAD_BYTES = 512;

    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Makes the line of an event, on the writing thread. */
    @FunctionalInterface
    interface Line {
        String text() throws IOException;
    }

    private record Entry(long bytes, Line line) {}

    private static final Entry END = new Entry(0, () -> "");

    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder lost = new LongAdder();
    private final Consumer<String> destination;
    private final Thread writer;
    private volatile long maxBytes;
    private volatile Exception reason;
    private long lastReport = System.nanoTime() - REPORT_INTERVAL_NS;

    /** Starts the thread, which {@link #close} ends. */
    AuditQueue(Consumer<String> destination, long maxBytes) {
        this.destination = destination;
        this.maxBytes = maxBytes;
        this.writer = new Thread(this::run, "facet-audit");
        this.writer.setDaemon(true);
        this.writer.start();
    }

    void maxBytes(long value) {
        maxBytes = value;
    }

    /**
     * Adds an event, or counts it as lost. Of an event that is larger than all the room there is, the first is taken.
     *
     * @param size bytes that the line refers to
     */
    void add(long size, Line line) {
        long room = size + OVERHEAD_BYTES;
        long all = bytes.addAndGet(room);
        if (all > maxBytes && all != room) {
            bytes.addAndGet(-room);
            lost.increment();
        } else {
            waiting.add(new Entry(room, line));
        }
    }

    /**
     * Writes what waits, for as long as given, and ends. What is added afterwards is not written.
     *
     * @param timeoutMs milliseconds
     */
    void close(long timeoutMs) {
        waiting.add(END);
        try {
            writer.join(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOG.warn("The audit log lacks about {} events: they could not be written before the stop", waiting.size());
            writer.interrupt();
        }
    }

    @Override
    public void close() {
        close(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        try {
            for (Entry entry = waiting.take(); entry != END; entry = waiting.take()) {
                bytes.addAndGet(-entry.bytes());
                write(entry.line());
                if (lost.sum() > 0 && System.nanoTime() - lastReport >= REPORT_INTERVAL_NS) {
                    reportLost();
                }
            }
            if (lost.sum() > 0) {
                reportLost();
            }
        } catch (InterruptedException e) {
            // The stop has waited for as long as it may, and said so.
            Thread.currentThread().interrupt();
        }
    }

    private void write(Line line) {
        try {
            destination.accept(line.text());
        } catch (IOException | RuntimeException e) {
            // The next event may fare better; what is lost is reported with the last reason.
            lost.increment();
            reason = e;
        }
    }

    private void reportLost() {
        lastReport = System.nanoTime();
        long events = lost.sumThenReset();
        Exception cause = reason;
        reason = null;
        if (cause == null) {
            LOG.warn("The audit log lacks {} events: they came faster than they could be written", events);
        } else {
            LOG.warn("The audit log lacks {} events: they could not be written", events, cause);
        }
        write(() -> AuditLine.lost(Instant.now(), events));
    }
}
