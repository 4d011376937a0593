// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durable small writes by many callers at once: how many share a commit, and their rate against that of reads. */
final class WritesSection implements Section {

    private static final int CALLERS = 200;

    @Override
    public String name() {
        return "writes";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        Description model = new Description("writes", CALLERS);
        int seconds = rig.options().scaled(20);
        try (Controller controller = rig.unpack(name());
                Agents agents = new Agents()) {
            controller.configure("io.facet.monitoring.cfg", "http.port = " + controller.sparePort());
            rig.start(controller, model);
            AgentConfig server = controller.controllerAgent(model.name());
            List<ApiConnection> callers = agents.connect(server, CALLERS, Rig::agent);
            double reads = Throughput.measure(callers, 1, seconds / 2, seconds, CallsSection::life);
            Throughput.measure(callers, 1, 0, seconds / 2 + 1, WritesSection::write);
            Count before = Count.of(controller);
            double writes = Throughput.measure(callers, 1, 0, seconds, WritesSection::write);
            Count after = Count.of(controller);
            return List.of(
                    Figure.info(name(), "Life, " + CALLERS + " callers", reads, "calls/s"),
                    Figure.info(name(), "SetStatus, " + CALLERS + " callers", writes, "calls/s"),
                    Figure.atLeast(name(), "SetStatus ÷ Life", writes / reads, "", 0.4),
                    // With synchronous=FULL each commit of the write-ahead log is one fsync; the store's tests count
                    // them.
                    Figure.atMost(
                            name(),
                            "commits, and so fsyncs, per acknowledged write",
                            (after.commits() - before.commits()) / (after.writes() - before.writes()),
                            "",
                            0.05));
        }
    }

    private static final AtomicLong LAST = new AtomicLong();

    /** A status that differs from the one before, so that it has to be written. */
    static CompletionStage<JsonNode> write(int machine, ApiConnection connection) {
        Map<String, Object> status = Map.of(
                "tag",
                "machine-" + machine,
                "status",
                "started",
                "info",
                "number " + LAST.incrementAndGet(),
                "data",
                Map.of());
        return connection.call(Rig.FACADE, Rig.VERSION, "SetStatus", Map.of("entities", List.of(status)));
    }

    /** What the controller's metrics say. */
    private record Count(double writes, double commits) {

        static Count of(Controller controller) throws IOException, InterruptedException {
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + controller.sparePort() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new Count(
                    value(metrics, "facet_database_writes_total"), value(metrics, "facet_database_commits_total"));
        }

        private static double value(String metrics, String name) {
            Matcher line =
                    Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)").matcher(metrics);
            if (!line.find()) {
                throw new IllegalStateException("the controller's metrics have no " + name);
            }
            return Double.parseDouble(line.group(1));
        }
    }
}
