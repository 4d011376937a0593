// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import static io.facet.client.TestServer.MODEL;
import static io.facet.client.TestServer.error;
import static io.facet.client.TestServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class WatcherTest {
    private static final TestCa CA = new TestCa();

    private final Recorder events = new Recorder();
    private ClientThreads threads;
    private TestServer server;
    private ApiConnection connection;
    /** The {@code Next} that waits at the server. */
    private volatile JsonNode waiting;

    @Before
    public void connect() throws Exception {
        threads = ClientThreads.create();
        server = new TestServer(CA.leaf("juju-apiserver"), this::answer);
        connection = get(ApiConnection.open(
                threads,
                DialOptions.of(List.of(server.address()), MODEL, CA.pem()),
                new Credentials("machine-0", "password", "nonce")));
    }

    @After
    public void disconnect() {
        threads.close();
        server.close();
    }

    @Test
    public void firstEventIsTheListAtTheStart() throws Exception {
        Watcher watcher = get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));

        await().until(() -> events.seen.size() == 1);
        assertThat(events.seen).containsExactly(List.of("0", "42"));
        assertThat(watcher.id()).isEqualTo("1");
        await().until(() -> waiting != null);
        assertThat(waiting.path("id").asText()).isEqualTo("1");
        assertThat(waiting.path("type").asText()).isEqualTo("StringsWatcher");
        assertThat(waiting.path("version").asInt()).isEqualTo(1);
    }

    @Test
    public void eachChangeIsAnEvent() throws Exception {
        get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        change("{\"watcher-id\":\"\",\"changes\":[\"42\",\"43\"]}");
        change("{\"watcher-id\":\"\",\"changes\":[\"44\"]}");

        await().until(() -> events.seen.size() == 3);
        assertThat(events.seen).containsExactly(List.of("0", "42"), List.of("42", "43"), List.of("44"));
    }

    @Test
    public void notifyWatcherBeginsWithAnEvent() throws Exception {
        get(connection.watchNotify("Provisioner", 11, "WatchForModelConfigChanges", null, events));
        await().until(() -> events.seen.size() == 1);

        change("{}");

        await().until(() -> events.seen.size() == 2);
        assertThat(events.seen).containsExactly(List.of(), List.of());
        assertThat(waiting.path("type").asText()).isEqualTo("NotifyWatcher");
        assertThat(waiting.path("id").asText()).isEqualTo("w-1");
    }

    @Test
    public void stoppedWatcherEndsWithoutAFailure() throws Exception {
        Watcher watcher = get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        await().until(() -> waiting != null);

        get(watcher.stop());
        get(watcher.stop());

        assertThat(events.ends).containsExactly(Optional.empty());
        assertThat(server.count("StringsWatcher", "Stop")).isEqualTo(1);
    }

    @Test
    public void watcherStoppedWhileItsListenerWorksEndsAfterIt() throws Exception {
        events.gate = new CountDownLatch(1);
        Watcher watcher = get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        await().until(() -> events.entered);

        CompletionStage<Void> ended = watcher.stop();
        await().until(() -> server.count("StringsWatcher", "Stop") == 1);
        assertThat(events.ends).isEmpty();
        events.gate.countDown();

        get(ended);
        assertThat(events.ends).containsExactly(Optional.empty());
        assertThat(server.count("StringsWatcher", "Next")).isZero();
    }

    @Test
    public void watcherStoppedByTheServerTellsWhy() throws Exception {
        get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        await().until(() -> waiting != null);

        send(error(waiting, "watcher has been stopped", "stopped").orElseThrow());

        await().until(() -> events.ends.size() == 1);
        assertThat(events.ends.get(0).orElseThrow().code()).isEqualTo(ApiException.STOPPED);
    }

    @Test
    public void watcherEndsWithItsConnection() throws Exception {
        get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        await().until(() -> waiting != null);

        server.connections.get(0).close();

        await().until(() -> events.ends.size() == 1);
        assertThat(events.ends.get(0).orElseThrow()).isInstanceOf(ConnectionException.class);
    }

    @Test
    public void listenerThatThrowsStillGetsLaterEvents() throws Exception {
        events.failing = true;
        get(connection.watchStrings("Provisioner", 11, "WatchModelMachines", null, events));
        change("{\"watcher-id\":\"\",\"changes\":[\"43\"]}");

        await().until(() -> events.seen.size() == 2);
        assertThat(events.ends).isEmpty();
    }

    @Test
    public void refusedEntryOfABulkWatchIsAnException() {
        Throwable thrown = catchThrowable(() -> connection.followStrings(
                TestServer.MAPPER.readTree(
                        "{\"watcher-id\":\"\",\"error\":{\"message\":\"permission denied\",\"code\":\"unauthorized access\"}}"),
                events));

        assertThat(thrown).isInstanceOf(ApiException.class).hasMessage("permission denied");
        assertThat(((ApiException) thrown).code()).isEqualTo(ApiException.UNAUTHORIZED);
    }

    private Optional<String> answer(Channel channel, JsonNode request) {
        return switch (request.path("request").asText()) {
            case "WatchModelMachines" -> ok(request, "{\"watcher-id\":\"1\",\"changes\":[\"0\",\"42\"]}");
            case "WatchForModelConfigChanges" -> ok(request, "{\"NotifyWatcherId\":\"w-1\"}");
            case "Next" -> {
                waiting = request;
                yield Optional.empty();
            }
            case "Stop" -> {
                if (waiting != null) {
                    channel.write(new TextWebSocketFrame(error(waiting, "watcher has been stopped", "stopped")
                            .orElseThrow()));
                }
                yield ok(request, "{}");
            }
            default -> Optional.empty();
        };
    }

    private void change(String response) {
        await().until(() -> waiting != null);
        JsonNode next = waiting;
        waiting = null;
        send(ok(next, response).orElseThrow());
        await().until(() -> waiting != null);
    }

    private void send(String reply) {
        server.connections.get(0).writeAndFlush(new TextWebSocketFrame(reply));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static final class Recorder implements WatchListener {
        final List<List<String>> seen = new CopyOnWriteArrayList<>();
        final List<Optional<ApiException>> ends = new CopyOnWriteArrayList<>();
        volatile boolean entered;
        volatile boolean failing;
        volatile CountDownLatch gate;

        @Override
        public void event(List<String> changes) {
            entered = true;
            if (gate != null) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            seen.add(changes);
            if (failing) {
                throw new IllegalStateException("not digestible");
            }
        }

        @Override
        public void ended(Optional<ApiException> failure) {
            ends.add(failure);
        }
    }
}
