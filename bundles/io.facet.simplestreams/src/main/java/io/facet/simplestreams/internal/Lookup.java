// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import io.facet.simplestreams.DataSource;
import io.facet.simplestreams.Found;
import io.facet.simplestreams.Query;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** One lookup in one source: signed first, then unsigned where that will do ({@code provisioning-info.md} 7.4). */
public final class Lookup {

    private static final String FOLDER = "streams/v1/";

    private final StreamsJson json = new StreamsJson();
    private final Fetcher fetcher;
    private final Executor executor;

    public Lookup(Fetcher fetcher, Executor executor) {
        this.fetcher = fetcher;
        this.executor = executor;
    }

    /** What a source has of what is wanted. */
    public CompletableFuture<Found> find(DataSource source, Query query) {
        if (source.keys().isEmpty()) {
            return source.signatureRequired()
                    ? CompletableFuture.failedFuture(new StreamsException(
                            Kind.FAILED,
                            "no public key is known to verify the metadata at URL \"" + source.url() + "\" with"))
                    : new Pass(source, query, false).run();
        }
        CompletableFuture<Found> signed = new Pass(source, query, true).run();
        return source.signatureRequired() ? signed : recover(signed, failure -> new Pass(source, query, false).run());
    }

    private static <T> CompletableFuture<T> recover(
            CompletableFuture<T> stage, Function<StreamsException, CompletableFuture<T>> other) {
        return stage.handle((value, failure) -> failure == null
                        ? CompletableFuture.completedFuture(value)
                        : other.apply(StreamsException.of(failure)))
                .thenCompose(each -> each);
    }

    private static <T> CompletableFuture<T> recoverAbsent(
            CompletableFuture<T> stage, Supplier<CompletableFuture<T>> other) {
        return recover(stage, failure -> failure.absent() ? other.get() : CompletableFuture.failedFuture(failure));
    }

    /** A lookup in the signed or in the unsigned files. */
    private final class Pass {

        private final DataSource source;
        private final Query query;
        private final boolean signed;

        Pass(DataSource source, Query query, boolean signed) {
            this.source = source;
            this.query = query;
            this.signed = signed;
        }

        CompletableFuture<Found> run() {
            return recoverAbsent(document(file("index2")), () -> document(file("index")))
                    .thenApplyAsync(index -> new Index(json, index), executor)
                    .thenCompose(index -> mirror().thenCompose(mirror -> products(index, mirror)));
        }

        private String file(String name) {
            return Urls.join(source.url(), FOLDER + name + (signed ? ".sjson" : ".json"));
        }

        private CompletableFuture<Document> document(String url) {
            CompletableFuture<byte[]> fetched = fetcher.fetch(url);
            return (signed ? fetched.thenApplyAsync(text -> source.keys().verified(text, url), executor) : fetched)
                    .thenApply(text -> new Document(url, text));
        }

        private CompletableFuture<Optional<Mirrors.Mirror>> mirror() {
            if (!query.mirrored()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            CompletableFuture<Optional<Mirrors.Mirror>> mirror = document(file("mirrors"))
                    .thenApplyAsync(references -> Mirrors.reference(json.tree(references), query), executor)
                    .thenCompose(path -> path.isEmpty()
                            ? CompletableFuture.completedFuture(Optional.empty())
                            : document(Urls.join(source.url(), path.get()))
                                    .thenApplyAsync(list -> Mirrors.mirror(json.tree(list), query), executor));
            return recoverAbsent(mirror, () -> CompletableFuture.completedFuture(Optional.empty()))
                    .thenApply(this::permitted);
        }

        /** A web server must not send us to this machine's own files. */
        private Optional<Mirrors.Mirror> permitted(Optional<Mirrors.Mirror> mirror) {
            mirror.filter(each -> Urls.isFile(each.baseUrl()) && !Urls.isFile(source.url()))
                    .ifPresent(each -> {
                        throw new CompletionException(new StreamsException(
                                Kind.FAILED,
                                "mirror \"" + each.baseUrl() + "\" not valid for \"" + source.url()
                                        + "\": expected a URL of a web server"));
                    });
            return mirror;
        }

        private CompletableFuture<Found> products(Index index, Optional<Mirrors.Mirror> mirror) {
            String base = mirror.map(Mirrors.Mirror::baseUrl).orElse(source.url());
            Optional<String> path = mirror.map(Mirrors.Mirror::path).or(() -> index.path(query));
            if (path.isEmpty()) {
                return CompletableFuture.completedFuture(new Found(base, signed, List.of()));
            }
            return document(Urls.join(base, path.get()))
                    .thenApplyAsync(
                            file -> new Found(base, signed, new Products(json, file, query.products()).items()),
                            executor);
        }
    }
}
