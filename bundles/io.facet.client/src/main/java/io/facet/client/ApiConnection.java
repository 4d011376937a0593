// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * A connection to the API, logged in and kept alive until it is closed or lost. Safe for use by many threads. Stages that
 * it hands out fail with an {@link ApiException}; they and the events of watchers arrive on the executor of the
 * {@link ClientThreads}.
 */
public final class ApiConnection implements AutoCloseable {
    private static final String CLIENT_VERSION = "4.0-beta5";
    private static final Duration FOR_EVER = Duration.ZERO;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Wire wire;
    private final Executor callbacks;
    private final DialOptions options;
    private final LoginResult login;

    private ApiConnection(Wire wire, Executor callbacks, DialOptions options, LoginResult login) {
        this.wire = wire;
        this.callbacks = callbacks;
        this.options = options;
        this.login = login;
    }

    /** A new connection, logged in. The stage fails with a {@link ConnectionException} or the server's refusal. */
    public static CompletionStage<ApiConnection> open(
            ClientThreads threads, DialOptions options, Credentials credentials) {
        EventLoop loop = threads.loops().next();
        CompletableFuture<Wire> dialled = Dialer.dial(loop, options);
        CompletableFuture<ApiConnection> opened =
                dialled.thenCompose(wire -> login(wire, options, credentials).handle((response, failure) -> {
                    if (failure != null) {
                        wire.close(new ConnectionException("login failed"));
                        throw ApiException.of(failure);
                    }
                    return start(wire, threads, options, response);
                }));
        Future<?> deadline = loop.schedule(
                () -> {
                    dialled.completeExceptionally(new ConnectionException("no connection to any of "
                            + options.addresses() + " within "
                            + options.loginTimeout().toMillis() + " ms"));
                },
                options.loginTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        opened.whenComplete((connection, failure) -> deadline.cancel(false));
        return onCallbacks(threads.callbacks(), opened);
    }

    private static CompletableFuture<JsonNode> login(Wire wire, DialOptions options, Credentials credentials) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("auth-tag", credentials.tag());
        params.put("credentials", credentials.password());
        params.put("nonce", credentials.nonce());
        params.put("user-data", "");
        params.put("client-version", CLIENT_VERSION);
        return wire.call("Admin", 3, "", "Login", params, options.loginTimeout());
    }

    private static ApiConnection start(Wire wire, ClientThreads threads, DialOptions options, JsonNode response) {
        LoginResult login = LoginResult.of(response);
        String wanted = options.modelUuid().isEmpty() ? "" : "model-" + options.modelUuid();
        String wrong = !login.modelTag().equals(wanted)
                ? "model tag \"" + login.modelTag() + "\" instead of \"" + wanted + "\""
                : login.controllerTag().isEmpty()
                        ? "no controller tag"
                        : login.serverVersion().isEmpty() ? "no server version" : "";
        if (!wrong.isEmpty()) {
            ConnectionException reason = new ConnectionException(wire.peer() + " answered the login with " + wrong);
            wire.close(reason);
            throw reason;
        }
        ApiConnection connection = new ApiConnection(wire, threads.callbacks(), options, login);
        connection.keepAlive();
        return connection;
    }

    private void keepAlive() {
        long intervalMs = options.pingInterval().toMillis();
        Future<?> pings = wire.loop()
                .scheduleAtFixedRate(
                        () -> wire.call("Pinger", 1, "", "Ping", null, options.pingTimeout())
                                .whenComplete((pong, failure) -> {
                                    if (failure != null) {
                                        wire.close(new ConnectionException(
                                                "connection to " + wire.peer() + " broken: " + failure.getMessage(),
                                                failure));
                                    }
                                }),
                        intervalMs,
                        intervalMs,
                        TimeUnit.MILLISECONDS);
        wire.closed().whenComplete((reason, never) -> pings.cancel(false));
    }

    /** What the server said at login. */
    public LoginResult login() {
        return login;
    }

    /** {@code host:port} of the server. */
    public String peer() {
        return wire.peer();
    }

    /** Completes with the reason once the connection has ended; never fails. */
    public CompletionStage<ConnectionException> closed() {
        return onCallbacks(callbacks, wire.closed());
    }

    /**
     * The result of a call.
     *
     * @param params a map, a JSON node or a record that Jackson can write; null for none
     */
    public CompletionStage<JsonNode> call(String facade, int version, String request, Object params) {
        return call(facade, version, request, params, options.callTimeout());
    }

    /** The same with another time for the answer. */
    public CompletionStage<JsonNode> call(String facade, int version, String request, Object params, Duration timeout) {
        return onCallbacks(callbacks, wire.call(facade, version, "", request, params, timeout));
    }

    /**
     * Starts a watcher whose watch method answers with one list of strings ({@code wire.md} 6.1). The first event is the
     * list at the start.
     */
    public CompletionStage<Watcher> watchStrings(
            String facade, int version, String request, Object params, WatchListener listener) {
        return call(facade, version, request, params).thenApply(result -> followStrings(result, listener));
    }

    /** Starts a watcher whose watch method answers with one notify watcher. The first event comes at once. */
    public CompletionStage<Watcher> watchNotify(
            String facade, int version, String request, Object params, WatchListener listener) {
        return call(facade, version, request, params).thenApply(result -> {
            throwError(result);
            Watcher watcher = new Watcher(
                    this, "NotifyWatcher", result.path("NotifyWatcherId").asText(), listener);
            watcher.start(List.of());
            return watcher;
        });
    }

    /**
     * Follows a strings watcher that a call has started, such as one entry of {@code WatchContainers}.
     *
     * @param result the object with {@code watcher-id}
     * @throws ApiException if the object holds an error instead
     */
    public Watcher followStrings(JsonNode result, WatchListener listener) {
        throwError(result);
        Watcher watcher =
                new Watcher(this, "StringsWatcher", result.path("watcher-id").asText(), listener);
        watcher.start(changes(result));
        return watcher;
    }

    /** Ends the connection: calls without an answer fail, watchers end. Returns without waiting for the server. */
    @Override
    public void close() {
        wire.close(new ConnectionException("connection to " + wire.peer() + " closed"));
    }

    CompletionStage<List<String>> next(String facade, String watcherId) {
        return onCallbacks(callbacks, wire.call(facade, 1, watcherId, "Next", null, FOR_EVER))
                .thenApply(ApiConnection::changes);
    }

    CompletionStage<JsonNode> stop(String facade, String watcherId) {
        return onCallbacks(callbacks, wire.call(facade, 1, watcherId, "Stop", null, STOP_TIMEOUT));
    }

    Executor callbacks() {
        return callbacks;
    }

    private static List<String> changes(JsonNode result) {
        return StreamSupport.stream(result.path("changes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void throwError(JsonNode result) {
        JsonNode error = result.path("error");
        if (error.isObject()) {
            throw new ApiException(
                    error.path("code").asText(""), error.path("message").asText());
        }
    }

    /** Moves what depends on a stage off the socket thread, so that a user who blocks holds up nobody but himself. */
    private static <T> CompletableFuture<T> onCallbacks(Executor callbacks, CompletableFuture<T> source) {
        CompletableFuture<T> target = new CompletableFuture<>();
        source.whenComplete((value, failure) -> {
            Runnable complete = () -> {
                if (failure == null) {
                    target.complete(value);
                } else {
                    target.completeExceptionally(ApiException.of(failure));
                }
            };
            try {
                callbacks.execute(complete);
            } catch (RejectedExecutionException e) {
                // The user's executor is gone; an answer on the wrong thread is better than none.
                complete.run();
            }
        });
        return target;
    }
}
