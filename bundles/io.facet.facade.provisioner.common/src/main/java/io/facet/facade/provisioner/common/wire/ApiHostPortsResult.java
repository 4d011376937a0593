// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.HostPort;
import java.util.List;

/** The API addresses, one list per controller node. */
public record ApiHostPortsResult(@JsonProperty("servers") List<List<Address>> servers) {

    /** One address; the other keys that an address may have are left out. */
    public record Address(
            @JsonProperty("value") String value,
            @JsonProperty("type") String type,
            @JsonProperty("scope") String scope,
            @JsonProperty("port") int port) {}

    /** The given addresses. */
    public static ApiHostPortsResult of(List<List<HostPort>> servers) {
        return new ApiHostPortsResult(servers.stream()
                .map(server -> server.stream()
                        .map(address -> new Address(
                                address.address().value(),
                                address.address().type(),
                                address.address().scope(),
                                address.port()))
                        .toList())
                .toList());
    }
}
