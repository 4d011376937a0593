// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What a call costs in a large model against a small one, and many machines in one call against one. */
final class SizeSection implements Section {

    private static final int SMALL = 100;
    private static final int LARGE = 100_000;
    private static final int FAILED = 10;
    private static final int ROUNDS = 5;

    /** A method, and its parameters for a machine. */
    private interface Params {
        Object of(int machine);
    }

    private static final Map<String, Params> METHODS = new LinkedHashMap<>();

    static {
        METHODS.put("Life", machine -> Rig.entities("machine-" + machine));
        METHODS.put("InstanceId", machine -> Rig.entities("machine-" + machine));
        METHODS.put("ProvisioningInfo", machine -> Rig.entities("machine-" + machine));
        METHODS.put("MachinesWithTransientErrors", machine -> null);
        METHODS.put("DistributionGroup", machine -> Rig.entities("machine-" + machine));
    }

    @Override
    public String name() {
        return "size";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        Description small = new Description("small", SMALL);
        Description large = new Description("large", rig.options().scaled(LARGE));
        int calls = rig.options().scaled(1000);
        List<Figure> figures = new ArrayList<>();
        try (Controller controller = rig.unpack(name());
                Agents agents = new Agents()) {
            rig.start(controller, small, large);
            ApiConnection inSmall = connect(controller, agents, small);
            ApiConnection inLarge = connect(controller, agents, large);
            fail(inSmall);
            fail(inLarge);
            for (Map.Entry<String, Params> method : METHODS.entrySet()) {
                double[] times = compare(method.getKey(), method.getValue(), inSmall, inLarge, calls, large.machines());
                String name = method.getKey();
                figures.add(Figure.info(name(), name + ", " + SMALL + " machines", times[0], "µs"));
                figures.add(Figure.info(name(), name + ", " + large.machines() + " machines", times[1], "µs"));
                figures.add(Figure.atMost(name(), name + ", large ÷ small", times[1] / times[0], "", 1.2));
            }
            figures.addAll(bulk(inSmall, calls));
        }
        return figures;
    }

    /** Medians in microseconds in the small and in the large model, measured in turn. */
    private static double[] compare(
            String method, Params params, ApiConnection small, ApiConnection large, int calls, int machines) {
        Histogram[] times = {new Histogram(3), new Histogram(3)};
        call(method, params, small, calls, SMALL);
        call(method, params, large, calls, machines);
        for (int round = 0; round < ROUNDS; round++) {
            times[0].add(call(method, params, small, calls / ROUNDS, SMALL));
            times[1].add(call(method, params, large, calls / ROUNDS, machines));
        }
        return new double[] {times[0].getValueAtPercentile(50), times[1].getValueAtPercentile(50)};
    }

    private static Histogram call(String method, Params params, ApiConnection connection, int calls, int machines) {
        return Latency.oneByOne(
                connection, calls, (i, on) -> checked(on, method, params.of((int) ((i * 7919L + 13) % machines))));
    }

    private List<Figure> bulk(ApiConnection connection, int calls) {
        String[] all = IntStream.range(0, SMALL).mapToObj(i -> "machine-" + i).toArray(String[]::new);
        Histogram single = new Histogram(3);
        Histogram together = new Histogram(3);
        for (int round = 0; round < ROUNDS; round++) {
            single.add(Latency.oneByOne(
                    connection,
                    calls / ROUNDS,
                    (i, on) -> checked(on, "ProvisioningInfo", Rig.entities("machine-" + i % SMALL))));
            together.add(Latency.oneByOne(
                    connection,
                    Math.max(2, calls / ROUNDS / 10),
                    (i, on) -> checked(on, "ProvisioningInfo", Rig.entities(all))));
        }
        double one = single.getValueAtPercentile(50);
        double each = together.getValueAtPercentile(50) / (double) SMALL;
        return List.of(
                Figure.info(name(), "ProvisioningInfo of one machine", one, "µs"),
                Figure.info(name(), "ProvisioningInfo of " + SMALL + " in one call, each", each, "µs"),
                Figure.atMost(name(), "ProvisioningInfo, each of " + SMALL + " ÷ one", each / one, "", 0.2));
    }

    /** As the controller's own agent, which may ask about all machines. */
    private static ApiConnection connect(Controller controller, Agents agents, Description model) throws Exception {
        AgentConfig agent = controller.controllerAgent(model.name());
        return agents.connect(agent, 1, i -> Credentials.agent(agent)).get(0);
    }

    private static void fail(ApiConnection connection) {
        List<Map<String, Object>> statuses = IntStream.range(0, FAILED)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "tag",
                        "machine-" + i,
                        "status",
                        "provisioning error",
                        "info",
                        "no capacity",
                        "data",
                        Map.of("transient", true)))
                .toList();
        checked(connection, "SetInstanceStatus", Map.of("entities", statuses))
                .toCompletableFuture()
                .join();
    }

    /** A call none of whose results is an error. */
    private static CompletionStage<JsonNode> checked(ApiConnection connection, String method, Object params) {
        return connection.call(Rig.FACADE, Rig.VERSION, method, params).thenApply(answer -> {
            for (JsonNode result : answer.path("results")) {
                if (result.path("error").isObject()) {
                    throw new IllegalStateException(method + " failed: " + result);
                }
            }
            return answer;
        });
    }
}
