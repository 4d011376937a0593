// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.simplestreams.CloudRegion;
import io.facet.simplestreams.DataSource;
import io.facet.simplestreams.Limits;
import io.facet.simplestreams.Query;
import io.facet.simplestreams.Simplestreams;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Walks the sources of published images ({@code provisioning-info.md} 7.2). Callers with the same search share one walk;
 * how many may wait at the same time is limited, and waiting holds no thread.
 */
final class PublishedImages implements AutoCloseable {

    private static final int MOST_WAITING = 500;
    private static final String RELEASED = "released";

    private final Map<ImageSearch, CompletableFuture<List<ImageMetadata>>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Clock clock;
    private final Limits limits;
    private Simplestreams streams;
    private boolean closed;

    PublishedImages(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    CompletionStage<List<ImageMetadata>> find(ImageSearch search, ImageSettings settings) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(new FacetException(
                    ErrorCode.TRY_AGAIN, "too many calls wait for published images metadata; try again"));
        }
        CompletableFuture<List<ImageMetadata>> mine = new CompletableFuture<>();
        CompletableFuture<List<ImageMetadata>> running = underWay.putIfAbsent(search, mine);
        if (running == null) {
            CompletableFuture.completedFuture(ImageSources.of(search, settings).iterator())
                    .thenCompose(sources -> walk(search, sources, new ArrayList<>()))
                    .whenComplete((found, failure) -> {
                        underWay.remove(search, mine);
                        if (failure == null) {
                            mine.complete(List.copyOf(found));
                        } else {
                            mine.completeExceptionally(cause(failure));
                        }
                    });
        }
        return (running == null ? mine : running)
                .whenComplete((found, failure) -> waiting.decrementAndGet())
                .minimalCompletionStage();
    }

    private CompletableFuture<List<ImageMetadata>> walk(
            ImageSearch search, Iterator<DataSource> sources, List<ImageMetadata> gathered) {
        if (!sources.hasNext()) {
            return CompletableFuture.completedFuture(gathered);
        }
        DataSource source = sources.next();
        return streams()
                .find(source, query(search))
                .toCompletableFuture()
                .handle((found, failure) -> {
                    if (failure == null) {
                        gathered.addAll(ImageItems.of(found, source, search, clock.instant()));
                    } else if (!StreamsException.of(failure).absent()) {
                        throw failed(source, StreamsException.of(failure));
                    }
                    return gathered;
                })
                .thenCompose(soFar -> walk(search, sources, soFar));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static FacetException failed(DataSource source, StreamsException failure) {
        return new FacetException(
                failure.kind() == Kind.BUSY ? ErrorCode.TRY_AGAIN : ErrorCode.NONE,
                "failed getting published images metadata from " + source.description() + ": " + failure.getMessage(),
                failure);
    }

    private static Query query(ImageSearch search) {
        String stream = search.stream().equals(RELEASED) ? "" : "." + search.stream();
        return Query.images(
                search.arches().stream()
                        .map(arch -> "com.ubuntu.cloud" + stream + ":server:" + search.version() + ":" + arch)
                        .collect(Collectors.toSet()),
                search.region().isEmpty() && search.endpoint().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new CloudRegion(search.region(), search.endpoint())));
    }

    /** Started with the first search: many controllers never search. */
    private synchronized Simplestreams streams() {
        if (closed) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the image service is being exchanged; try again");
        }
        if (streams == null) {
            streams = new Simplestreams("facet-images", limits);
        }
        return streams;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (streams != null) {
            streams.close();
        }
    }
}
