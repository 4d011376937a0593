// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Calls of many kinds, at random. For use by one thread. */
final class CallMix {

    private static final String FACADE = "Provisioner";
    private static final int MACHINES_OF_A_READ = 4;

    private final Random random;
    private final int version;
    private final List<Supplier<Call>> kinds = new ArrayList<>();

    private CallMix(Random random, int version) {
        this.random = random;
        this.version = version;
        add(() -> new Call("Pinger", 1, "Ping", null, JsonNode::isObject));
    }

    /** What the controller's agent calls on a model. */
    static CallMix controller(Random random, int version, Population population) {
        CallMix mix = new CallMix(random, version);
        mix.addCommon();
        mix.addReads(population.provisioned());
        mix.addReads(population.pending());
        List<String> pending = population.pending();
        mix.read("InstanceId", population.provisioned(), result -> has(result, "result"));
        mix.read("AvailabilityZone", population.provisioned(), result -> result.has("result"));
        mix.read("ProvisioningInfo", pending, result -> result.path("result").isObject());
        mix.add(() -> mix.call("MachinesWithTransientErrors", null, answer -> answer.has("results")));
        mix.addWrites(pending);
        return mix;
    }

    /** What the agent of a machine calls. */
    static CallMix agent(Random random, int version, String tag) {
        CallMix mix = new CallMix(random, version);
        mix.addCommon();
        mix.addReads(List.of(tag));
        mix.read("InstanceId", List.of(tag), result -> has(result, "result"));
        mix.addWrites(List.of(tag));
        mix.write(
                "SetSupportedContainers",
                "params",
                List.of(tag),
                machine -> Map.of("machine-tag", machine, "container-types", List.of("lxd")));
        mix.add(() ->
                mix.call("SetHostMachineNetworkConfig", Map.of("tag", tag, "config", List.of()), JsonNode::isObject));
        mix.add(() -> mix.call("HostChangesForContainers", Map.of("entities", List.of()), CallMix::noResults));
        mix.add(() -> mix.call("GetContainerProfileInfo", Map.of("entities", List.of()), CallMix::noResults));
        mix.add(() -> mix.call("GetContainerInterfaceInfo", Map.of("entities", List.of()), CallMix::noResults));
        return mix;
    }

    /** Any of the calls. */
    Call next() {
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private void addCommon() {
        add(() -> call("ModelConfig", null, answer -> answer.at("/config/name").isTextual()));
        add(() -> call("ControllerConfig", null, answer -> answer.at("/config/controller-uuid")
                .isTextual()));
        add(() -> call("ModelUUID", null, answer -> has(answer, "result")));
        add(() -> call("CACert", null, answer -> has(answer, "result")));
        add(() -> call("APIAddresses", null, JsonNode::isObject));
        add(() -> call("APIHostPorts", null, answer -> !answer.path("servers").isEmpty()));
        add(() -> call("ContainerManagerConfig", Map.of("type", "lxd"), answer -> !answer.path("config")
                .isEmpty()));
        add(() -> call("ContainerConfig", null, answer -> answer.has("provider-type")));
    }

    private void addReads(List<String> machines) {
        read("Life", machines, result -> result.path("life").asText().equals("alive"));
        read("Status", machines, result -> has(result, "status"));
        read("InstanceStatus", machines, result -> has(result, "status"));
        read("KeepInstance", machines, result -> result.has("result"));
        read("Constraints", machines, result -> result.path("constraints").isObject());
        read("DistributionGroup", machines, result -> result.path("result").isArray());
        read("DistributionGroupByMachineId", machines, JsonNode::isObject);
        read("SupportedContainers", machines, result -> result.has("determined"));
    }

    private void addWrites(List<String> machines) {
        write("SetStatus", "entities", machines, tag -> status(tag, "pending"));
        write("SetInstanceStatus", "entities", machines, tag -> status(tag, "allocating"));
        write("SetModificationStatus", "entities", machines, tag -> status(tag, "applied"));
        write("SetCharmProfiles", "args", machines, tag -> Map.of("entity", Map.of("tag", tag), "profiles", List.of()));
    }

    private Map<String, Object> status(String tag, String status) {
        return Map.of("tag", tag, "status", status, "info", "load " + random.nextInt(), "data", Map.of());
    }

    private void read(String method, List<String> machines, Predicate<JsonNode> right) {
        add(() -> {
            int count = 1 + random.nextInt(Math.min(MACHINES_OF_A_READ, machines.size()));
            List<Map<String, String>> entities = random.ints(count, 0, machines.size())
                    .mapToObj(i -> Map.of("tag", machines.get(i)))
                    .toList();
            return call(method, Map.of("entities", entities), answer -> results(answer, count, right));
        });
    }

    private void write(String method, String member, List<String> machines, Function<String, Object> entry) {
        add(() -> {
            String tag = machines.get(random.nextInt(machines.size()));
            return call(method, Map.of(member, List.of(entry.apply(tag))), answer -> results(answer, 1, any -> true));
        });
    }

    private Call call(String method, Object params, Predicate<JsonNode> expected) {
        return new Call(FACADE, version, method, params, expected);
    }

    private void add(Supplier<Call> kind) {
        kinds.add(kind);
    }

    /** Whether an answer has so many results, none of them an error, and each as it should be. */
    static boolean results(JsonNode answer, int count, Predicate<JsonNode> right) {
        JsonNode results = answer.path("results");
        if (results.size() != count) {
            return false;
        }
        for (JsonNode result : results) {
            if (result.has("error") || !right.test(result)) {
                return false;
            }
        }
        return true;
    }

    private static boolean noResults(JsonNode answer) {
        return results(answer, 0, any -> true);
    }

    private static boolean has(JsonNode object, String text) {
        return !object.path(text).asText().isEmpty();
    }

    /**
     * The machines of a model, by tag; they stay as they are.
     *
     * @param provisioned those with an instance
     * @param pending those without
     */
    record Population(List<String> provisioned, List<String> pending) {}
}
