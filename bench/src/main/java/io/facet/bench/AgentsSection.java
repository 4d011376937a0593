// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Many agents that are logged in and wait, what they cost, whether they stay, and how long they take to come back. */
final class AgentsSection implements Section {

    private static final int AGENTS = 10_000;
    private static final int STAY_SECONDS = 600;

    @Override
    public String name() {
        return "agents";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        int count = rig.options().scaled(AGENTS);
        Description model = new Description("agents", count);
        List<Figure> figures = new ArrayList<>();
        try (Controller controller = rig.unpack(name())) {
            rig.start(controller, model);
            AgentConfig server = controller.controllerAgent(model.name());
            figures.addAll(wait(rig, controller, server, count));
            figures.addAll(comeBack(controller, server, count));
        }
        return figures;
    }

    private List<Figure> wait(Rig rig, Controller controller, AgentConfig server, int count) throws Exception {
        try (Agents agents = new Agents();
                Jvm jvm = new Jvm(controller.pid())) {
            // Some agents first, so that what is loaded and cached once does not count.
            try (Agents first = new Agents()) {
                watch(first.connect(server, 50, Rig::agent));
            }
            long before = jvm.liveHeapBytes();
            List<ApiConnection> connections = agents.connect(server, count, Rig::agent);
            watch(connections);
            long after = jvm.liveHeapBytes();
            TimeUnit.SECONDS.sleep(rig.options().scaled(STAY_SECONDS));
            long later = jvm.liveHeapBytes();
            return List.of(
                    Figure.atMost(
                            name(),
                            "heap per idle agent with two watchers, of " + count,
                            (after - before) / 1024.0 / count,
                            "KiB",
                            40),
                    Figure.info(
                            name(),
                            "heap per agent that came in the " + rig.options().scaled(STAY_SECONDS) + " s after",
                            (later - after) / 1024.0 / count,
                            "KiB"),
                    Figure.atMost(name(), "connections lost in that time", agents.lost(), "", 0));
        }
    }

    /** Two watchers on each, with a Next that waits on both. */
    private static void watch(List<ApiConnection> connections) {
        CompletableFuture<?>[] watchers = connections.stream()
                .flatMap(connection -> List.of("WatchForModelConfigChanges", "WatchAPIHostPorts").stream()
                        .map(method -> connection
                                .watchNotify(Rig.FACADE, Rig.VERSION, method, null, new Quiet())
                                .toCompletableFuture()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(watchers).join();
    }

    private List<Figure> comeBack(Controller controller, AgentConfig server, int count) throws Exception {
        double handshakes;
        try (Echo echo = Echo.start(controller.home().resolve("data/facet"));
                Agents agents = new Agents()) {
            long begin = System.nanoTime();
            agents.connect(Rig.echo(echo, server), count, Rig::agent);
            handshakes = (System.nanoTime() - begin) / 1e9;
        }
        controller.stop();
        controller.launch();
        controller.awaitPort(controller.apiPort());
        try (Agents agents = new Agents()) {
            long begin = System.nanoTime();
            agents.connect(server, count, Rig::agent);
            double took = (System.nanoTime() - begin) / 1e9;
            return List.of(
                    Figure.info(name(), "TLS, WebSocket and an empty login of " + count + " (echo)", handshakes, "s"),
                    Figure.atMost(name(), "login of " + count + " agents after a restart", took, "s", 60),
                    Figure.info(name(), "logins tried again meanwhile", agents.retries(), ""));
        }
    }

    private static final class Quiet implements WatchListener {
        @Override
        public void event(List<String> changes) {}
    }
}
