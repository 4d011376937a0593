// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.store.api.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Finds binaries in the store and in the streams, and brings them from there to here. */
final class Binaries {

    private final Store store;
    private final BinaryTable table;
    private final Archives archives;
    private final Catalog catalog;
    private final Fetch fetch;
    private final Fetches fetches;
    private final Executor worker;

    Binaries(
            Store store,
            BinaryTable table,
            Archives archives,
            Catalog catalog,
            Fetch fetch,
            Fetches fetches,
            Executor worker) {
        this.store = store;
        this.table = table;
        this.archives = archives;
        this.catalog = catalog;
        this.fetch = fetch;
        this.fetches = fetches;
        this.worker = worker;
    }

    /** What is fetched: who asks differently may get something else. */
    private record Key(AgentBinaryVersion version, AgentBinarySource source) {}

    CompletionStage<List<AgentBinary>> search(
            AgentBinaryQuery query, AgentBinarySource source, List<AgentBinary> stored) {
        if (query.isExact() && !stored.isEmpty()) {
            return CompletableFuture.completedFuture(stored);
        }
        return inStreams(query, source).handle((found, failure) -> {
            if (failure != null && stored.isEmpty()) {
                throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
            }
            return merged(stored, failure == null ? found : List.of());
        });
    }

    private static List<AgentBinary> merged(List<AgentBinary> stored, List<StreamBinary> found) {
        Set<AgentBinaryVersion> known =
                stored.stream().map(AgentBinary::version).collect(Collectors.toSet());
        List<AgentBinary> all = new ArrayList<>(stored);
        found.stream()
                .map(StreamBinary::binary)
                .filter(binary -> !known.contains(binary.version()))
                .forEach(all::add);
        all.sort(Comparator.comparing(binary -> binary.version().toString()));
        return List.copyOf(all);
    }

    /** What the streams have for the query; fails if that is nothing. */
    private CompletionStage<List<StreamBinary>> inStreams(AgentBinaryQuery query, AgentBinarySource source) {
        return catalog.binaries(source, query).thenApply(all -> {
            if (all.isEmpty()) {
                throw none("no agent binaries available");
            }
            List<StreamBinary> matching = Matches.inStreams(query, all);
            if (matching.isEmpty()) {
                throw none("no matching agent binaries available");
            }
            return matching;
        });
    }

    CompletionStage<AgentBinaryArchive> open(String modelUuid, AgentBinarySource source, AgentBinaryVersion version) {
        AgentBinaryQuery query = new AgentBinaryQuery(version.number(), version.os(), version.arch());
        return store.read(tx -> Matches.stored(query, table.all(tx)))
                .thenComposeAsync(
                        stored -> {
                            Optional<AgentBinary> known = stored.stream().findFirst();
                            return known.flatMap(archives::open)
                                    .<CompletionStage<AgentBinaryArchive>>map(CompletableFuture::completedFuture)
                                    .orElseGet(() -> fetches.share(
                                                    new Key(version, source),
                                                    () -> fetch(modelUuid, source, query, known))
                                            .thenApplyAsync(this::fetched, worker));
                        },
                        worker);
    }

    private CompletionStage<AgentBinary> fetch(
            String modelUuid, AgentBinarySource source, AgentBinaryQuery query, Optional<AgentBinary> known) {
        return inStreams(query, source)
                .thenComposeAsync(
                        offered -> fetch.run(
                                modelUuid,
                                offered.stream()
                                        .filter(each -> isWanted(query, known, each))
                                        .findFirst()
                                        .orElseThrow(() -> none("no matching agent binaries available"))),
                        worker);
    }

    /** What is known here by its hash, but stored by another controller, must be the same. */
    private static boolean isWanted(AgentBinaryQuery query, Optional<AgentBinary> known, StreamBinary offered) {
        AgentBinary binary = offered.binary();
        return binary.version().number().equals(query.number())
                && known.map(AgentBinary::sha256).map(binary.sha256()::equals).orElse(true);
    }

    private AgentBinaryArchive fetched(AgentBinary binary) {
        return archives.open(binary)
                .orElseThrow(() -> new FacetException(
                        ErrorCode.TRY_AGAIN, binary.version() + " was replaced as soon as it was fetched; try again"));
    }

    private static FacetException none(String message) {
        return new FacetException(ErrorCode.NOT_FOUND, message);
    }
}
