// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.WatchListener;
import io.facet.client.Watcher;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The Provisioner facade on one connection. Bulk reads answer for every machine asked, in that order; bulk writes answer
 * with the machines that were refused, so an empty map means that all went well.
 */
public final class ProvisionerClient {
    private static final String FACADE = "Provisioner";
    private static final int NEWEST = 11;

    private final ApiConnection connection;
    private final int version;

    /**
     * Takes the newest version that both sides know, up to 11.
     *
     * @throws ApiException code {@code not implemented}, if the server offers none
     */
    public ProvisionerClient(ApiConnection connection) {
        this.connection = connection;
        this.version = connection
                .login()
                .bestVersion(FACADE, NEWEST)
                .orElseThrow(() -> new ApiException(
                        ApiException.NOT_IMPLEMENTED,
                        connection.peer() + " offers no Provisioner facade of version " + NEWEST + " or below"));
    }

    /** The version of the facade in use. */
    public int version() {
        return version;
    }

    /** Watches the top-level machines of the model: first all ids, then those that appear or change their life. */
    public CompletionStage<Watcher> watchModelMachines(WatchListener listener) {
        return connection.watchStrings(FACADE, version, "WatchModelMachines", null, listener);
    }

    /** UUID of the model. */
    public CompletionStage<String> modelUuid() {
        return connection.call(FACADE, version, "ModelUUID", null).thenApply(answer -> {
            JsonNode error = answer.path("error");
            if (error.isObject()) {
                throw error(error);
            }
            return answer.path("result").asText();
        });
    }

    /** Life of each machine. */
    public CompletionStage<Map<MachineId, Result<Life>>> life(Collection<MachineId> machines) {
        return read("Life", machines, result -> Life.parse(result.path("life").asText()));
    }

    /** Instance id of each machine; code {@code not provisioned} for one without. */
    public CompletionStage<Map<MachineId, Result<String>>> instanceId(Collection<MachineId> machines) {
        return read("InstanceId", machines, result -> result.path("result").asText());
    }

    /** Status of each machine's agent. */
    public CompletionStage<Map<MachineId, Result<Status>>> status(Collection<MachineId> machines) {
        return read("Status", machines, WireValues::status);
    }

    /** Status of each machine's instance. */
    public CompletionStage<Map<MachineId, Result<Status>>> instanceStatus(Collection<MachineId> machines) {
        return read("InstanceStatus", machines, WireValues::status);
    }

    /** What to start for each machine. */
    public CompletionStage<Map<MachineId, Result<ProvisioningInfo>>> provisioningInfo(Collection<MachineId> machines) {
        return read("ProvisioningInfo", machines, result -> WireValues.provisioningInfo(result.path("result")));
    }

    /** The unprovisioned machines whose start failed with {@code "transient": true}. */
    public CompletionStage<List<TransientError>> machinesWithTransientErrors() {
        return connection
                .call(FACADE, version, "MachinesWithTransientErrors", null)
                .thenApply(answer -> {
                    List<TransientError> machines = new ArrayList<>();
                    answer.path("results")
                            .forEach(entry -> machines.add(
                                    decode("MachinesWithTransientErrors", ProvisionerClient::transientError, entry)));
                    return machines;
                });
    }

    /** Sets the status of each machine's agent. */
    public CompletionStage<Map<MachineId, ApiException>> setStatus(Map<MachineId, Status> statuses) {
        return setStatus("SetStatus", statuses);
    }

    /** Sets the status of each machine's instance; an error also becomes the status of the agent. */
    public CompletionStage<Map<MachineId, ApiException>> setInstanceStatus(Map<MachineId, Status> statuses) {
        return setStatus("SetInstanceStatus", statuses);
    }

    /** Sets the status of the last modification of each machine's instance. */
    public CompletionStage<Map<MachineId, ApiException>> setModificationStatus(Map<MachineId, Status> statuses) {
        return setStatus("SetModificationStatus", statuses);
    }

    /** Records started instances. */
    public CompletionStage<Map<MachineId, ApiException>> setInstanceInfo(Collection<NewInstance> instances) {
        List<MachineId> machines = instances.stream().map(NewInstance::machine).toList();
        List<Map<String, Object>> entries =
                instances.stream().map(ProvisionerClient::instance).toList();
        return write("SetInstanceInfo", machines, Map.of("machines", entries));
    }

    /** Makes machines dead that have no instance, or whose instance is gone. */
    public CompletionStage<Map<MachineId, ApiException>> ensureDead(Collection<MachineId> machines) {
        return write("EnsureDead", List.copyOf(machines), entities(machines));
    }

    /** Asks for the removal of dead machines. */
    public CompletionStage<Map<MachineId, ApiException>> markMachinesForRemoval(Collection<MachineId> machines) {
        return write("MarkMachinesForRemoval", List.copyOf(machines), entities(machines));
    }

    private CompletionStage<Map<MachineId, ApiException>> setStatus(String request, Map<MachineId, Status> statuses) {
        List<MachineId> machines = List.copyOf(statuses.keySet());
        List<Map<String, Object>> entries = machines.stream()
                .map(machine -> {
                    Status status = statuses.get(machine);
                    return Map.<String, Object>of(
                            "tag", machine.tag(),
                            "status", status.status(),
                            "info", status.info(),
                            "data", status.data());
                })
                .toList();
        return write(request, machines, Map.of("entities", entries));
    }

    private <T> CompletionStage<Map<MachineId, Result<T>>> read(
            String request, Collection<MachineId> machines, Function<JsonNode, T> value) {
        List<MachineId> asked = List.copyOf(machines);
        return connection.call(FACADE, version, request, entities(asked)).thenApply(answer -> {
            Map<MachineId, Result<T>> results = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                JsonNode result = entry(request, answer, i, asked.size());
                JsonNode error = result.path("error");
                results.put(
                        asked.get(i),
                        error.isObject() ? Result.failed(error(error)) : Result.of(decode(request, value, result)));
            }
            return results;
        });
    }

    private CompletionStage<Map<MachineId, ApiException>> write(
            String request, List<MachineId> machines, Map<String, Object> params) {
        return connection.call(FACADE, version, request, params).thenApply(answer -> {
            Map<MachineId, ApiException> refused = new LinkedHashMap<>();
            for (int i = 0; i < machines.size(); i++) {
                JsonNode error = entry(request, answer, i, machines.size()).path("error");
                if (error.isObject()) {
                    refused.put(machines.get(i), error(error));
                }
            }
            return refused;
        });
    }

    private static <T> T decode(String request, Function<JsonNode, T> value, JsonNode result) {
        try {
            return value.apply(result);
        } catch (FacetException e) {
            throw new ApiException("", request + " answered with an unexpected value: " + e.getMessage(), e);
        }
    }

    private static JsonNode entry(String request, JsonNode answer, int index, int count) {
        JsonNode results = answer.path("results");
        if (results.size() != count) {
            throw new ApiException(
                    "", request + " answered " + results.size() + " results to a call about " + count + " machines");
        }
        return results.get(index);
    }

    private static TransientError transientError(JsonNode entry) {
        return new TransientError(
                new MachineId(entry.path("id").asText()),
                Life.parse(entry.path("life").asText()),
                WireValues.status(entry));
    }

    private static Map<String, Object> entities(Collection<MachineId> machines) {
        return Map.of(
                "entities",
                machines.stream().map(machine -> Map.of("tag", machine.tag())).toList());
    }

    private static Map<String, Object> instance(NewInstance instance) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("tag", instance.machine().tag());
        entry.put("instance-id", instance.instanceId());
        entry.put("display-name", instance.displayName());
        entry.put("nonce", instance.nonce());
        entry.put("characteristics", WireValues.hardware(instance.hardware()));
        entry.put("volumes", List.of());
        entry.put("volume-attachments", Map.of());
        entry.put("network-config", List.of());
        entry.put("charm-profiles", List.of());
        return entry;
    }

    private static ApiException error(JsonNode error) {
        return new ApiException(
                error.path("code").asText(""), error.path("message").asText());
    }
}
