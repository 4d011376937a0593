// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static io.facet.apiserver.internal.FakeLogins.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facet.facade.api.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Watchers over a TLS socket ({@code wire.md} section 6), with a change stream that comes and goes. */
public class WatchersTest {

    @Rule
    public final TestServer server = new TestServer();

    @Before
    public void serveWatches() {
        Watch.Source machines = new Watch.Source(MODEL, Set.of("machine"), "", "", 0);
        server.serve(
                "Watch",
                1,
                new TestFacade()
                        .with("Notify", (call, params) -> id(call.watch(new Watch.Notify(machines))))
                        .with("Lives", (call, params) -> id(call.watch(new Watch.LifeCycle(machines, Set.of("9")))))
                        .with("Batches", (call, params) -> id(call.watch(new Watch.Keys(machines, Duration.ZERO))))
                        .with(
                                "Held",
                                (call, params) -> id(call.watch(new Watch.Keys(machines, Duration.ofMillis(300)))))
                        .with("Timer", (call, params) -> id(call.watch(new Watch.Timer(Duration.ofMillis(200)))))
                        .with(
                                "Prefixed",
                                (call, params) -> id(call.watch(new Watch.LifeCycle(
                                        new Watch.Source(MODEL, Set.of("container"), "7/lxd", "7/", 0), Set.of())))));
    }

    private static String id(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    private static String watch(WireClient client, String method) throws Exception {
        String reply = client.call("Watch", 1, method, "{}");
        return reply.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
    }

    private static void sendNext(WireClient client, int requestId, String facade, String id) throws Exception {
        client.send(WireClient.request(requestId, facade, 1, id, "Next", "{}"));
    }

    private static String event(int requestId, String keys) {
        return "{\"request-id\":" + requestId + ",\"response\":{\"watcher-id\":\"\",\"changes\":[" + keys + "]}}";
    }

    private void change(String key, String life) {
        server.changes.commit(MODEL, "machine", "", key, life);
    }

    @Test
    public void manyChangesMakeOneNotification() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Notify");
            change("1", "alive");
            change("2", "alive");
            sendNext(client, 7, "NotifyWatcher", id);
            assertThat(client.reply()).isEqualTo("{\"request-id\":7,\"response\":{}}");
            sendNext(client, 8, "NotifyWatcher", id);
            assertThat(client.call("Pinger", 1, "Ping", "{}"))
                    .as("the second Next still waits, and the connection is usable")
                    .doesNotContain("\"request-id\":8");
            change("3", "alive");
            assertThat(client.reply()).isEqualTo("{\"request-id\":8,\"response\":{}}");
        }
    }

    @Test
    public void lifeCyclesAreReportedOnceEach() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Lives");
            change("1", "alive");
            change("2", "alive");
            change("2", "dying");
            change("9", "removed");
            sendNext(client, 10, "StringsWatcher", id);
            assertThat(client.reply()).as("each id once; 9 was dead already").isEqualTo(event(10, "\"1\",\"2\""));
            change("1", "alive");
            sendNext(client, 11, "StringsWatcher", id);
            change("1", "dead");
            assertThat(client.reply()).as("an unchanged life is no event").isEqualTo(event(11, "\"1\""));
            change("1", "removed");
            change("2", "removed");
            sendNext(client, 12, "StringsWatcher", id);
            assertThat(client.reply()).as("removal after dead is silent").isEqualTo(event(12, "\"2\""));
        }
    }

    @Test
    public void scopeAndPrefixSelectChanges() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Prefixed");
            server.changes.commit(MODEL, "container", "7/kvm", "7/kvm/0", "alive");
            server.changes.commit(MODEL, "container", "7/lxd", "8/lxd/0", "alive");
            server.changes.commit(MODEL, "machine", "7/lxd", "7/lxd/9", "alive");
            server.changes.commit(FakeLogins.CAAS_MODEL, "container", "7/lxd", "7/lxd/8", "alive");
            server.changes.commit(MODEL, "container", "7/lxd", "7/lxd/1", "alive");
            sendNext(client, 1, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(1, "\"7/lxd/1\""));
        }
    }

    @Test
    public void batchesAreNotMerged() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Batches");
            change("1", "");
            change("1", "");
            sendNext(client, 1, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(1, "\"1\""));
            sendNext(client, 2, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(2, "\"1\""));
        }
    }

    @Test
    public void heldBackChangesComeTogetherAndLate() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Held");
            sendNext(client, 1, "StringsWatcher", id);
            long begin = System.nanoTime();
            change("1", "");
            change("1", "");
            assertThat(client.reply()).isEqualTo(event(1, "\"1\""));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(299));
        }
    }

    @Test
    public void aTimerRunsFromWhenItsEventWasTaken() throws Exception {
        try (WireClient client = server.agent()) {
            long begin = System.nanoTime();
            String id = watch(client, "Timer");
            for (int i = 1; i <= 3; i++) {
                sendNext(client, i, "NotifyWatcher", id);
                assertThat(client.reply()).isEqualTo("{\"request-id\":" + i + ",\"response\":{}}");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(i * 200L - 1));
            }
        }
    }

    @Test
    public void twoNextShareTheEvents() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Lives");
            sendNext(client, 1, "StringsWatcher", id);
            sendNext(client, 2, "StringsWatcher", id);
            // The reply to a later request shows that both Next were taken in.
            client.call("{\"request-id\":90,\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\"}");
            change("5", "alive");
            assertThat(client.reply()).isEqualTo(event(1, "\"5\""));
            change("6", "alive");
            assertThat(client.reply()).isEqualTo(event(2, "\"6\""));
        }
    }

    @Test
    public void anIdOfTheOtherKindOrConnectionIsUnknown() throws Exception {
        try (WireClient client = server.agent();
                WireClient other = server.agent()) {
            String notify = watch(client, "Notify");
            String strings = watch(client, "Lives");
            assertThat(notify).isEqualTo("w-1");
            assertThat(strings).isEqualTo("1");
            for (String request : List.of(
                    WireClient.request(1, "StringsWatcher", 1, notify, "Next", "{}"),
                    WireClient.request(1, "NotifyWatcher", 1, strings, "Stop", "{}"))) {
                assertThat(client.call(request)).contains("\"unknown watcher id\",\"error-code\":\"not found\"");
            }
            assertThat(other.call(WireClient.request(1, "NotifyWatcher", 1, notify, "Next", "{}")))
                    .contains("\"unknown watcher id\",\"error-code\":\"not found\"");
        }
    }

    @Test
    public void noEventIsLostWhileTheStreamIsAway() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Lives");
            String batches = watch(client, "Batches");
            change("1", "alive");
            sendNext(client, 1, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(1, "\"1\""));
            sendNext(client, 2, "StringsWatcher", id);
            server.server.context().changes().remove(1);
            server.stream.stop();
            change("2", "alive");
            change("3", "alive");
            FakeChanges.Stream back = server.changes.open();
            server.server.context().changes().add(new Rank(0, 5), back);
            assertThat(client.reply()).isEqualTo(event(2, "\"2\",\"3\""));
            change("4", "alive");
            sendNext(client, 3, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(3, "\"4\""));
            sendNext(client, 4, "StringsWatcher", batches);
            assertThat(client.reply()).as("from before the bounce").isEqualTo(event(4, "\"1\""));
            sendNext(client, 5, "StringsWatcher", batches);
            assertThat(client.reply()).as("nothing twice").isEqualTo(event(5, "\"2\",\"3\""));
        }
    }

    @Test
    public void aQuietWatcherOutlivesTheStreamThoughTheLogWasPruned() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Lives");
            server.changes.commit(MODEL, "unrelated", "", "x", "");
            server.changes.prune();
            server.server.context().changes().remove(1);
            server.stream.stop();
            server.server.context().changes().add(new Rank(0, 5), server.changes.open());
            change("1", "alive");
            sendNext(client, 1, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(1, "\"1\""));
        }
    }

    @Test
    public void aBetterStreamTakesOverWithoutRepeats() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Batches");
            change("1", "");
            FakeChanges.Stream better = server.changes.open();
            server.server.context().changes().add(new Rank(9, 6), better);
            await().until(() -> better.subscriptions() == 1 && server.stream.subscriptions() == 0);
            change("2", "");
            sendNext(client, 1, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(1, "\"1\""));
            sendNext(client, 2, "StringsWatcher", id);
            assertThat(client.reply()).isEqualTo(event(2, "\"2\""));
        }
    }

    @Test
    public void aWatcherThatFellBehindDiesWithAnError() throws Exception {
        try (WireClient client = server.agent()) {
            String id = watch(client, "Notify");
            sendNext(client, 1, "NotifyWatcher", id);
            client.call("{\"request-id\":90,\"type\":\"Pinger\",\"version\":1,\"request\":\"Ping\"}");
            server.stream.lose();
            String expected = "\"error\":\"watcher fell behind the change log, watch again\",\"response\":{}}";
            assertThat(client.reply()).isEqualTo("{\"request-id\":1," + expected);
            sendNext(client, 2, "NotifyWatcher", id);
            assertThat(client.reply()).isEqualTo("{\"request-id\":2," + expected);
            assertThat(client.call(WireClient.request(3, "NotifyWatcher", 1, id, "Stop", "{}")))
                    .isEqualTo("{\"request-id\":3,\"response\":{}}");
        }
    }

    @Test
    public void watchersEndWithTheirConnection() throws Exception {
        try (WireClient client = server.agent()) {
            watch(client, "Notify");
            watch(client, "Lives");
            assertThat(server.stream.subscriptions()).isEqualTo(2);
            assertThat(server.server.connections().get(0).watchers()).isEqualTo(2);
        }
        await().until(() -> server.stream.subscriptions() == 0);
        assertThat(server.server.connections()).isEmpty();
    }

    @Test
    public void watchersAndWaitingNextAreCapped() throws Exception {
        server.set("max.watchers.per.connection", 2);
        server.set("max.waiting.next.per.connection", 1);
        try (WireClient client = server.agent()) {
            String id = watch(client, "Notify");
            watch(client, "Lives");
            assertThat(client.call("Watch", 1, "Lives", "{}")).contains("\"error-code\":\"try again\"");
            sendNext(client, 50, "NotifyWatcher", id);
            assertThat(client.call(WireClient.request(51, "NotifyWatcher", 1, id, "Next", "{}")))
                    .isEqualTo("{\"request-id\":51,\"error\":\"try again\",\"error-code\":\"try again\","
                            + "\"response\":{}}");
            change("1", "alive");
            assertThat(client.reply()).isEqualTo("{\"request-id\":50,\"response\":{}}");
        }
    }
}
