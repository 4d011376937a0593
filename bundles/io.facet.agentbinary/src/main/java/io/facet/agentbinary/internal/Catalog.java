// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.simplestreams.CloudRegion;
import io.facet.simplestreams.DataSource;
import io.facet.simplestreams.Found;
import io.facet.simplestreams.Item;
import io.facet.simplestreams.Query;
import io.facet.simplestreams.Simplestreams;
import io.facet.simplestreams.StreamsException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the streams offer ({@code provisioning-info.md} section 13). */
final class Catalog {

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64", "ppc64el", "s390x", "riscv64");
    private static final int MODEL_PRIORITY = 20;
    private static final int DEFAULT_PRIORITY = 10;

    private final Simplestreams streams;
    private final Supplier<Settings> settings;

    Catalog(Simplestreams streams, Supplier<Settings> settings) {
        this.streams = streams;
        this.settings = settings;
    }

    /** What was gathered so far, and the failure that comes up should it be nothing. */
    private static final class Gathered {
        private final Map<AgentBinaryVersion, StreamBinary> binaries = new LinkedHashMap<>();
        private StreamsException failure;
    }

    /**
     * The binaries that streams offer for operating system and architecture of the query, whatever their number: each
     * version once, from the first stream that has it.
     *
     * @return fails with a {@code FacetException} if there are none and a source could not be asked
     */
    CompletionStage<List<StreamBinary>> binaries(AgentBinarySource source, AgentBinaryQuery query) {
        if (source.region().isEmpty() != source.endpoint().isEmpty()) {
            return CompletableFuture.failedFuture(
                    FacetException.uncoded("cannot find agent binaries without a complete cloud configuration"));
        }
        Optional<CloudRegion> cloud = source.region().isEmpty()
                ? Optional.empty()
                : Optional.of(new CloudRegion(source.region(), source.endpoint()));
        Set<String> products = products(query);
        List<Query> lookups = StreamNames.of(source.stream(), query.number(), source.development()).stream()
                .map(name ->
                        new Query("content-download", "com.ubuntu.juju:" + name + ":agents", products, cloud, true))
                .toList();
        Gathered gathered = new Gathered();
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Query lookup : lookups) {
            all = all.thenCompose(done -> first(sources(source).iterator(), lookup, gathered));
        }
        return all.thenApply(done -> {
            if (gathered.binaries.isEmpty() && gathered.failure != null) {
                throw refused(gathered.failure);
            }
            return List.copyOf(gathered.binaries.values());
        });
    }

    /** Asks one source after another until one has something. */
    private CompletionStage<Void> first(Iterator<DataSource> sources, Query query, Gathered gathered) {
        if (!sources.hasNext()) {
            return CompletableFuture.completedFuture(null);
        }
        return streams.find(sources.next(), query)
                .handle((found, failure) -> {
                    if (failure == null) {
                        return gather(found, gathered);
                    }
                    StreamsException cause = StreamsException.of(failure);
                    if (!cause.absent()) {
                        gathered.failure = cause;
                    }
                    return false;
                })
                .thenCompose(
                        any -> any ? CompletableFuture.<Void>completedFuture(null) : first(sources, query, gathered));
    }

    private static boolean gather(Found found, Gathered gathered) {
        for (Item item : found.items()) {
            binary(found, item).ifPresent(each -> gathered.binaries.putIfAbsent(each.original(), each));
        }
        return !found.items().isEmpty();
    }

    /** The binary that an item describes; empty for one that nothing can be done with. */
    private static Optional<StreamBinary> binary(Found found, Item item) {
        try {
            AgentBinaryVersion version =
                    AgentBinaryVersion.parse(item.get("version") + "-" + item.get("release") + "-" + item.get("arch"));
            return Optional.of(new StreamBinary(
                    new AgentBinary(version, item.get("sha256"), Long.parseLong(item.get("size"))),
                    URI.create(found.url(item))));
        } catch (FacetException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where to look, the most important first; a default source that nobody can verify is none. */
    private List<DataSource> sources(AgentBinarySource source) {
        Settings current = settings.get();
        List<DataSource> sources = new ArrayList<>();
        if (!source.metadataUrl().isEmpty()) {
            sources.add(new DataSource(
                    "agent-metadata-url", source.metadataUrl(), MODEL_PRIORITY, false, current.operatorKeys()));
        }
        if (!current.defaultKeys().isEmpty()) {
            sources.add(new DataSource(
                    "default simplestreams", current.defaultUrl(), DEFAULT_PRIORITY, true, current.defaultKeys()));
        }
        return sources;
    }

    private static Set<String> products(AgentBinaryQuery query) {
        String os = query.os().isEmpty() || Matches.isUbuntuSeries(query.os()) ? Matches.UBUNTU : query.os();
        Set<String> arches = query.arch().isEmpty() ? ARCHITECTURES : Set.of(query.arch());
        return arches.stream().map(arch -> "com.ubuntu.juju:" + os + ":" + arch).collect(Collectors.toSet());
    }

    static FacetException refused(StreamsException failure) {
        return new FacetException(
                failure.kind() == StreamsException.Kind.BUSY ? ErrorCode.TRY_AGAIN : ErrorCode.NONE,
                failure.getMessage(),
                failure);
    }
}
