// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the server said at login ({@code wire.md} 4.6).
 *
 * @param servers {@code host:port} of every API server
 * @param modelTag tag of the model; empty on a controller-only connection
 * @param controllerTag tag of the controller
 * @param serverVersion version of the server
 * @param facades versions on offer, ascending, by facade name
 */
public record LoginResult(
        List<String> servers,
        String modelTag,
        String controllerTag,
        String serverVersion,
        Map<String, List<Integer>> facades) {
    public LoginResult {
        servers = List.copyOf(servers);
        facades = Collections.unmodifiableMap(new TreeMap<>(facades));
    }

    static LoginResult of(JsonNode response) {
        List<String> servers = new ArrayList<>();
        for (JsonNode server : response.path("servers")) {
            for (JsonNode address : server) {
                String host = address.path("value").asText();
                servers.add((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                        + address.path("port").asInt());
            }
        }
        Map<String, List<Integer>> facades = new TreeMap<>();
        for (JsonNode facade : response.path("facades")) {
            List<Integer> versions = new ArrayList<>();
            facade.path("versions").forEach(version -> versions.add(version.asInt()));
            versions.sort(null);
            facades.put(facade.path("name").asText(), List.copyOf(versions));
        }
        return new LoginResult(
                servers,
                response.path("model-tag").asText(),
                response.path("controller-tag").asText(),
                response.path("server-version").asText(),
                facades);
    }

    /** The highest version of a facade on offer that is not above the given one; empty if there is none. */
    public OptionalInt bestVersion(String facade, int highest) {
        return facades.getOrDefault(facade, List.of()).stream()
                .mapToInt(Integer::intValue)
                .filter(version -> version <= highest)
                .max();
    }
}
