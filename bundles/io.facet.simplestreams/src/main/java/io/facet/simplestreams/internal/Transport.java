// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import io.facet.simplestreams.Limits;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Gets files, from web servers and from this machine. A file is tried again after a pause, unless its server says that
 * there is none or that it must not be had ({@code provisioning-info.md} 7.4).
 */
public final class Transport implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Executor executor;
    private final Timers timers;
    private final Limits limits;
    private volatile boolean closed;

    public Transport(Executor executor, Timers timers, Limits limits) {
        this.executor = executor;
        this.timers = timers;
        this.limits = limits;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(executor)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL);
        if (ProxySelector.getDefault() != null) {
            builder.proxy(ProxySelector.getDefault());
        }
        client = builder.build();
    }

    /**
     * Writes a file to a stream.
     *
     * @param url where it is
     * @param maxBytes how large it may be
     * @param time how long each attempt may take
     * @param out a new stream for each attempt; closed at its end
     * @return the stream that has all of it
     */
    public <S extends OutputStream> CompletableFuture<S> get(
            String url, long maxBytes, Duration time, Supplier<S> out) {
        return attempt(new Request<>(url, maxBytes, time, out), 1, limits.retryDelay());
    }

    private record Request<S extends OutputStream>(String url, long maxBytes, Duration time, Supplier<S> out) {

        StreamsException failed(String why) {
            return new StreamsException(Kind.FAILED, "cannot access URL \"" + url + "\": " + why);
        }
    }

    private <S extends OutputStream> CompletableFuture<S> attempt(Request<S> request, int number, Duration pause) {
        return once(request)
                .handle((out, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(out);
                    }
                    StreamsException known = known(request, failure);
                    if (known != null || number >= limits.attempts()) {
                        return CompletableFuture.<S>failedFuture(known != null ? known : request.failed(why(failure)));
                    }
                    Duration doubled = pause.multipliedBy(2);
                    Duration next = doubled.compareTo(limits.maxRetryDelay()) > 0 ? limits.maxRetryDelay() : doubled;
                    return timers.after(pause, () -> attempt(request, number + 1, next));
                })
                .thenCompose(stage -> stage);
    }

    /** A failure that another attempt would not mend, or null. */
    private static StreamsException known(Request<?> request, Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof StreamsException known) {
                return known;
            }
            if (at instanceof IllegalArgumentException) {
                return request.failed("it is not a URL");
            }
        }
        return null;
    }

    private static String why(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof Retriable told) {
                return told.getMessage();
            }
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private <S extends OutputStream> CompletableFuture<S> once(Request<S> request) {
        S out;
        CompletableFuture<?> work;
        try {
            URI uri = URI.create(request.url());
            out = request.out().get();
            work = Urls.isFile(request.url())
                    ? CompletableFuture.runAsync(() -> copy(request, Path.of(uri), out), executor)
                    : client.sendAsync(HttpRequest.newBuilder(uri).GET().build(), answer -> body(request, answer, out));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        underWay.add(work);
        work.whenComplete((done, failure) -> underWay.remove(work));
        if (closed) {
            work.cancel(true);
        }
        return timers.within(request.time(), work, () -> new Retriable("no answer within " + request.time()))
                .handle((done, failure) -> {
                    close(out);
                    if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    return out;
                });
    }

    private static BodySubscriber<Void> body(Request<?> request, HttpResponse.ResponseInfo answer, OutputStream out) {
        return switch (answer.statusCode()) {
            case OK ->
                answer.headers().firstValueAsLong("content-length").orElse(0) > request.maxBytes()
                        ? LimitedBody.refused(LimitedBody.tooLarge(request.url(), request.maxBytes()))
                        : new LimitedBody(out, request.maxBytes(), request.url());
            case NOT_FOUND -> LimitedBody.refused(absent(request.url()));
            case UNAUTHORIZED ->
                LimitedBody.refused(new StreamsException(
                        Kind.UNAUTHORIZED, "unauthorized access to URL \"" + request.url() + "\""));
            default -> LimitedBody.refused(new Retriable("status " + answer.statusCode()));
        };
    }

    private static StreamsException absent(String url) {
        return new StreamsException(Kind.NOT_FOUND, "\"" + url + "\" not found");
    }

    private static void copy(Request<?> request, Path file, OutputStream out) {
        try (InputStream in = Files.newInputStream(file)) {
            long copied = 0;
            byte[] part = new byte[8192];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                copied += n;
                if (copied > request.maxBytes()) {
                    throw LimitedBody.tooLarge(request.url(), request.maxBytes());
                }
                out.write(part, 0, n);
            }
        } catch (NoSuchFileException e) {
            throw absent(request.url());
        } catch (IOException e) {
            throw new Retriable("it cannot be read");
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            throw new Retriable("it cannot be stored: " + e.getMessage());
        }
    }

    /** Drops the connections: a server that never answers would keep the client, and with it this bundle, for ever. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(work -> work.cancel(true));
    }

    /** What another attempt may mend. */
    private static final class Retriable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Retriable(String message) {
            super(message, null, false, false);
        }
    }
}
