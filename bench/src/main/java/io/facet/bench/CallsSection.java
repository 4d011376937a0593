// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Small calls against the echo server on the same connections, their latency at half the rate, and what they allocate. */
final class CallsSection implements Section {

    private static final int CONNECTIONS = 32;
    private static final int ROUNDS = 3;
    private static final int WRITES = 20;

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        Description model = new Description("calls", 100);
        int seconds = rig.options().quick() ? 4 : 10;
        List<Figure> figures = new ArrayList<>();
        try (Controller controller = rig.unpack(name())) {
            rig.start(controller, model);
            AgentConfig server = controller.controllerAgent(model.name());
            try (Echo echo = Echo.start(controller.home().resolve("data/facet"));
                    Agents agents = new Agents()) {
                List<ApiConnection> facet = agents.connect(server, CONNECTIONS, Rig::agent);
                List<ApiConnection> limit = agents.connect(Rig.echo(echo, server), CONNECTIONS, Rig::agent);
                // For tens of seconds the compiler of the JVM takes a good share of two processors.
                Throughput.measure(facet, 16, 0, 6 * seconds, CallsSection::life);
                Throughput.measure(limit, 16, 0, 2 * seconds, CallsSection::life);
                for (int inFlight : new int[] {1, 16}) {
                    double[] rates = alternate(facet, limit, inFlight, seconds);
                    String name = inFlight + " in flight on each of " + CONNECTIONS + " connections";
                    figures.add(Figure.info(name(), "Life, " + name, rates[0], "calls/s"));
                    figures.add(Figure.info(name(), "echo, " + name, rates[1], "calls/s"));
                    figures.add(Figure.atLeast(
                            name(),
                            "Life ÷ echo, " + inFlight + " in flight",
                            rates[0] / rates[1],
                            "",
                            inFlight == 1 ? 0.6 : 0.25));
                    if (inFlight == 1) {
                        latency(figures, facet, rates[0] / 2, seconds);
                        figures.add(Figure.info(
                                name(),
                                "Life ÷ echo, 1 in flight, while something is written " + WRITES + " times a second",
                                whileWriting(facet, seconds) / rates[1],
                                ""));
                    }
                }
                figures.add(
                        Figure.info(name(), "allocated per Life call", allocation(controller.pid(), facet), "bytes"));
                figures.add(Figure.info(name(), "allocated per echo", allocation(echo.pid(), limit), "bytes"));
            }
        }
        return figures;
    }

    /** Facet and the limit in turn, so that whatever else the machine does meets both. */
    private static double[] alternate(List<ApiConnection> facet, List<ApiConnection> limit, int inFlight, int seconds)
            throws InterruptedException {
        double[] sums = new double[2];
        for (int round = 0; round < ROUNDS; round++) {
            sums[0] += Throughput.measure(facet, inFlight, 1, seconds, CallsSection::life);
            sums[1] += Throughput.measure(limit, inFlight, 1, seconds, CallsSection::life);
        }
        return new double[] {sums[0] / ROUNDS, sums[1] / ROUNDS};
    }

    /** Each write makes the controller read from its database again what it keeps for reading. */
    private static double whileWriting(List<ApiConnection> facet, int seconds) throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            timer.scheduleAtFixedRate(
                    () -> WritesSection.write(0, facet.get(0))
                            .toCompletableFuture()
                            .join(),
                    0,
                    1000 / WRITES,
                    TimeUnit.MILLISECONDS);
            return Throughput.measure(facet, 1, seconds, seconds, CallsSection::life);
        } finally {
            timer.shutdown();
            timer.awaitTermination(seconds, TimeUnit.SECONDS);
        }
    }

    private void latency(List<Figure> figures, List<ApiConnection> facet, double rate, int seconds)
            throws InterruptedException {
        Histogram times = Latency.atRate(facet, rate, seconds, CallsSection::life);
        String name = String.format("Life at %,.0f calls/s, ", rate);
        figures.add(Figure.info(name(), name + "p50", times.getValueAtPercentile(50) / 1000.0, "ms"));
        figures.add(Figure.info(name(), name + "p99", times.getValueAtPercentile(99) / 1000.0, "ms"));
        figures.add(Figure.info(name(), name + "p99.9", times.getValueAtPercentile(99.9) / 1000.0, "ms"));
    }

    private static double allocation(long pid, List<ApiConnection> connections) throws Exception {
        int calls = 20_000;
        try (Jvm jvm = new Jvm(pid)) {
            jvm.allocatedBytes();
            long before = jvm.allocatedBytes();
            for (int i = 0; i < calls; i++) {
                life(0, connections.get(0)).toCompletableFuture().join();
            }
            return (jvm.allocatedBytes() - before) / (double) calls;
        }
    }

    /** Life of the caller's own machine. */
    static CompletionStage<JsonNode> life(int machine, ApiConnection connection) {
        return connection.call(Rig.FACADE, Rig.VERSION, "Life", Rig.entities("machine-" + machine));
    }
}
