// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.WatchListener;
import io.facet.itests.fixtures.StampedFacade;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection whose calls are checked and timed, and which must not be lost before it is closed here. */
final class LoadConnection implements AutoCloseable {

    /** What all connections of a run write to. */
    record Books(Findings findings, LatencyWindows latencies, Entitlement entitlement, int stampedVersion) {}

    private final String name;
    private final ApiConnection connection;
    private final Books books;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean closing;

    LoadConnection(String name, ApiConnection connection, Books books) {
        this.name = name;
        this.connection = connection;
        this.books = books;
        connection.closed().thenAccept(reason -> {
            if (!closing) {
                books.findings().add(Findings.Kind.DROPPED_CONNECTION, name + ": " + reason);
            }
        });
    }

    ApiConnection api() {
        return connection;
    }

    /** Calls without an answer. */
    int inFlight() {
        return inFlight.get();
    }

    /** Makes a call. The stage never fails: it says whether the answer was right. */
    CompletableFuture<Boolean> send(Call call) {
        inFlight.incrementAndGet();
        String window = books.latencies().current();
        long sent = System.nanoTime();
        return connection
                .call(call.facade(), call.version(), call.method(), call.params())
                .handle((answer, failure) -> {
                    long received = System.nanoTime();
                    inFlight.decrementAndGet();
                    if (failure != null) {
                        books.findings()
                                .add(
                                        Findings.Kind.FAILED_CALL,
                                        "%s, %s, after %d ms: %s"
                                                .formatted(
                                                        name,
                                                        call,
                                                        (received - sent) / 1_000_000,
                                                        ApiException.of(failure)));
                        return false;
                    }
                    books.latencies().record(window, received - sent);
                    return check(call, answer, sent, received);
                })
                .toCompletableFuture();
    }

    /** Starts a watcher, asks for its next event and stops it, which all must go well. */
    void watchShortly(int version) {
        inFlight.incrementAndGet();
        CompletableFuture<Void> first = new CompletableFuture<>();
        connection
                .watchNotify("Provisioner", version, "WatchForModelConfigChanges", null, new WatchListener() {
                    @Override
                    public void event(List<String> changes) {
                        first.complete(null);
                    }

                    @Override
                    public void ended(Optional<ApiException> failure) {
                        failure.ifPresent(first::completeExceptionally);
                    }
                })
                // Asynchronous, so that the watcher has sent its Next when it is stopped.
                .thenCompose(watcher -> first.thenComposeAsync(event -> watcher.stop()))
                .whenComplete((end, failure) -> {
                    inFlight.decrementAndGet();
                    if (failure != null) {
                        books.findings()
                                .add(Findings.Kind.FAILED_CALL, name + ", short watch: " + ApiException.of(failure));
                    }
                });
    }

    /** Starts a watcher that lives as long as the connection. */
    void watch(CompletionStage<?> started) {
        started.exceptionally(failure -> {
            books.findings().add(Findings.Kind.WATCH, name + ": cannot watch: " + ApiException.of(failure));
            return null;
        });
    }

    @Override
    public void close() {
        closing = true;
        connection.close();
    }

    private boolean check(Call call, JsonNode answer, long sent, long received) {
        if (!call.expected().test(answer)) {
            books.findings().add(Findings.Kind.WRONG_ANSWER, name + ", " + call + ": " + answer);
            return false;
        }
        if (call.facade().equals("Provisioner") && call.version() == books.stampedVersion()) {
            String trouble =
                    books.entitlement().check(answer.path(StampedFacade.MEMBER).asText("nobody known"), sent, received);
            if (!trouble.isEmpty()) {
                books.findings().add(Findings.Kind.NOT_ENTITLED, name + ", " + call + ": " + trouble);
                return false;
            }
        }
        return true;
    }
}
