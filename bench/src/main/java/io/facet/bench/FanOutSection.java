// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.Credentials;
import io.facet.client.WatchListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How long a change takes to reach many watchers, against one message that the echo server pushes to as many. */
final class FanOutSection implements Section {

    private static final int WATCHERS = 10_000;
    private static final int CHANGES = 20;
    private static final int WARM_UP = 5;
    private static final int AT_ONCE = 256;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        int count = rig.options().scaled(WATCHERS);
        Description model = new Description("fan-out", WARM_UP + CHANGES, false);
        try (Controller controller = rig.unpack(name())) {
            rig.start(controller, model);
            AgentConfig server = controller.controllerAgent(model.name());
            Credentials agent = Credentials.agent(server);
            double facet = measure(
                    server,
                    agent,
                    count,
                    (i, connection) ->
                            connection.call(Rig.FACADE, Rig.VERSION, "EnsureDead", Rig.entities("machine-" + i)));
            double echo;
            try (Echo limit = Echo.start(controller.home().resolve("data/facet"))) {
                echo = measure(
                        Rig.echo(limit, server),
                        agent,
                        count,
                        (i, connection) -> connection.call("Bench", 1, "Push", null));
            }
            return List.of(
                    Figure.info(name(), "a change at " + count + " watchers, p99", facet, "ms"),
                    Figure.info(name(), "a push to as many connections, p99", echo, "ms"),
                    Figure.atMost(name(), "change ÷ push", facet / echo, "", 2.5));
        }
    }

    private interface Trigger {
        CompletionStage<?> pull(int change, ApiConnection connection);
    }

    /** The median over the changes of the time by which 99 of 100 watchers had heard of one. */
    private static double measure(AgentConfig server, Credentials agent, int count, Trigger trigger) throws Exception {
        try (Agents agents = new Agents()) {
            List<ApiConnection> connections = agents.connect(server, count, i -> agent);
            Ears ears = new Ears(count);
            watch(connections, ears);
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < WARM_UP + CHANGES; i++) {
                double took = ears.hear(trigger, i, connections.get(0));
                if (i >= WARM_UP) {
                    times.add(took);
                }
            }
            times.sort(null);
            return times.get(times.size() / 2);
        }
    }

    /** A watcher on each connection, some at a time: each begins with a read, of which so many may wait at the controller. */
    private static void watch(List<ApiConnection> connections, Ears ears) {
        for (int from = 0; from < connections.size(); from += AT_ONCE) {
            CompletableFuture<?>[] watchers =
                    connections.subList(from, Math.min(connections.size(), from + AT_ONCE)).stream()
                            .map(connection -> connection
                                    .watchStrings(Rig.FACADE, Rig.VERSION, "WatchModelMachines", null, ears)
                                    .toCompletableFuture())
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(watchers).join();
        }
    }

    /** Hears of each change once per watcher. */
    private static final class Ears implements WatchListener {
        private final int count;
        private final long[] heard;
        private final AtomicInteger next = new AtomicInteger();
        private volatile CountDownLatch all = new CountDownLatch(0);
        private volatile boolean listening;

        Ears(int count) {
            this.count = count;
            this.heard = new long[count];
        }

        @Override
        public void event(List<String> changes) {
            if (listening) {
                int index = next.getAndIncrement();
                if (index < count) {
                    heard[index] = System.nanoTime();
                }
                all.countDown();
            }
        }

        /** Milliseconds from the call that makes the change until 99 of 100 had heard of it. */
        double hear(Trigger trigger, int change, ApiConnection connection) throws InterruptedException {
            next.set(0);
            all = new CountDownLatch(count);
            listening = true;
            long begin = System.nanoTime();
            trigger.pull(change, connection).toCompletableFuture().join();
            if (!all.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(all.getCount() + " of " + count + " watchers heard nothing");
            }
            listening = false;
            long[] sorted = heard.clone();
            Arrays.sort(sorted);
            return (sorted[(int) (count * 0.99) - 1] - begin) / 1e6;
        }
    }
}
