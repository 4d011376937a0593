// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import io.facet.simplestreams.StreamsException.Kind;
import io.facet.simplestreams.internal.Fetcher;
import io.facet.simplestreams.internal.Lookup;
import io.facet.simplestreams.internal.Timers;
import io.facet.simplestreams.internal.Transport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Looks things up in simplestreams sources. Nothing here blocks: the few threads are its own and end with it, and a
 * lookup that waits for a mirror holds none of them.
 *
 * <p>Stages fail with a {@link StreamsException}; what depends on them runs on a thread of this object and must be quick.
 */
public final class Simplestreams implements AutoCloseable {

    private static final int THREADS = 2;

    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor;
    private final ScheduledExecutorService scheduler;
    private final Timers timers;
    private final Transport transport;
    private final Fetcher fetcher;
    private final Lookup lookup;
    private final Limits limits;
    private volatile boolean closed;

    /**
     * @param name what the threads are called by
     * @param limits how much mirrors may cost
     */
    public Simplestreams(String name, Limits limits) {
        this.limits = limits;
        executor = Executors.newFixedThreadPool(THREADS, threads(name));
        scheduler = Executors.newSingleThreadScheduledExecutor(threads(name + "-timer"));
        timers = new Timers(scheduler);
        transport = new Transport(executor, timers, limits);
        fetcher = new Fetcher(transport, limits, System::nanoTime);
        lookup = new Lookup(fetcher, executor);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * What a source has of what is wanted: signed, or unsigned where the source allows it; no items if it knows none of
     * the products ({@code provisioning-info.md} 7.4).
     */
    public CompletionStage<Found> find(DataSource source, Query query) {
        return tracked(() -> timers.within(
                limits.lookup(),
                lookup.find(source, query),
                () -> new StreamsException(
                        Kind.FAILED,
                        "lookup at URL \"" + source.url() + "\" took longer than "
                                + limits.lookup().toSeconds() + " seconds")));
    }

    /**
     * Fetches a file of any content, as it is, which is not kept here. A failed fetch leaves an incomplete file behind.
     *
     * @param url where it is
     * @param file where to write it
     * @param maxBytes how large it may be
     * @param time how long each of the attempts may take
     */
    public CompletionStage<Path> download(String url, Path file, long maxBytes, Duration time) {
        return tracked(
                () -> transport.get(url, maxBytes, time, () -> written(file)).thenApply(out -> file));
    }

    private static OutputStream written(Path file) {
        try {
            return new BufferedOutputStream(Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write \"" + file + "\"", e);
        }
    }

    private <T> CompletionStage<T> tracked(Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        open.add(result);
        try {
            work.get().whenComplete((value, failure) -> {
                open.remove(result);
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(closed ? closedMeanwhile() : StreamsException.of(failure));
                }
            });
        } catch (RejectedExecutionException e) {
            open.remove(result);
            result.completeExceptionally(closedMeanwhile());
        }
        return result.minimalCompletionStage();
    }

    private static StreamsException closedMeanwhile() {
        return new StreamsException(Kind.BUSY, "the lookup of metadata was closed meanwhile; try again");
    }

    /** Ends all lookups, whose stages fail with {@link Kind#BUSY}, and the threads. */
    @Override
    public void close() {
        closed = true;
        scheduler.shutdownNow();
        transport.close();
        executor.shutdownNow();
        fetcher.close();
        open.forEach(each -> each.completeExceptionally(closedMeanwhile()));
    }
}
