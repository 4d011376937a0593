// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import io.facet.simplestreams.Limits;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Metadata files by their URL, each fetched once for all that want it at the same time, and kept for a while. A failure is
 * kept too, for a shorter while.
 */
public final class Fetcher {

    private static final int MOST_KEPT = 512;

    private record Kept(CompletableFuture<byte[]> result, long size, long until) {}

    private final Map<String, CompletableFuture<byte[]>> underWay = new HashMap<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Transport transport;
    private final Limits limits;
    private final LongSupplier nanos;

    private long keptBytes;

    /**
     * @param nanos a clock that never goes back
     */
    public Fetcher(Transport transport, Limits limits, LongSupplier nanos) {
        this.transport = transport;
        this.limits = limits;
        this.nanos = nanos;
    }

    /** The bytes of a file. They are shared: nobody may change them. */
    CompletableFuture<byte[]> fetch(String url) {
        CompletableFuture<byte[]> started = new CompletableFuture<>();
        synchronized (this) {
            Kept before = kept.get(url);
            if (before != null && before.until() - nanos.getAsLong() > 0) {
                return before.result();
            }
            CompletableFuture<byte[]> running = underWay.get(url);
            if (running != null) {
                return running;
            }
            if (underWay.size() >= limits.maxFetches()) {
                return CompletableFuture.failedFuture(
                        new StreamsException(Kind.BUSY, "too many metadata files are being fetched; try again"));
            }
            underWay.put(url, started);
        }
        transport
                .get(url, limits.maxBytes(), limits.request(), ByteArrayOutputStream::new)
                .thenApply(ByteArrayOutputStream::toByteArray)
                .whenComplete((bytes, failure) -> finish(url, started, bytes, failure));
        return started;
    }

    private void finish(String url, CompletableFuture<byte[]> started, byte[] bytes, Throwable failure) {
        CompletableFuture<byte[]> result = failure == null
                ? CompletableFuture.completedFuture(bytes)
                : CompletableFuture.failedFuture(StreamsException.of(failure));
        long size = failure == null ? bytes.length : 0;
        long time = (failure == null ? limits.cacheTime() : limits.failureTime()).toNanos();
        synchronized (this) {
            underWay.remove(url);
            drop(kept.remove(url));
            if (size <= limits.cacheBytes()) {
                kept.put(url, new Kept(result, size, nanos.getAsLong() + time));
                keptBytes += size;
            }
            for (Iterator<Kept> eldest = kept.values().iterator();
                    keptBytes > limits.cacheBytes() || kept.size() > MOST_KEPT; ) {
                drop(eldest.next());
                eldest.remove();
            }
        }
        if (failure == null) {
            started.complete(bytes);
        } else {
            started.completeExceptionally(StreamsException.of(failure));
        }
    }

    private void drop(Kept gone) {
        if (gone != null) {
            keptBytes -= gone.size();
        }
    }

    /** Forgets all files and ends what waits for one. */
    public void close() {
        Map<String, CompletableFuture<byte[]>> waiting;
        synchronized (this) {
            waiting = new HashMap<>(underWay);
            kept.clear();
            keptBytes = 0;
        }
        new ArrayList<>(waiting.values())
                .forEach(each -> each.completeExceptionally(
                        new StreamsException(Kind.BUSY, "the lookup of metadata was closed meanwhile; try again")));
    }
}
