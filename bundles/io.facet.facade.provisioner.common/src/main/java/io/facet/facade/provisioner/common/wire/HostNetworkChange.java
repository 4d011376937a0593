// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.FacetException;
import io.facet.network.api.MissingBridges;
import java.util.List;

/** The bridges a host has to make; null if there are none, or next to an error. */
public record HostNetworkChange(
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) ApiError error,
        @JsonProperty("new-bridges") List<DeviceBridge> newBridges,
        @JsonProperty("reconfigure-delay") int reconfigureDelay) {

    /** A success. */
    public static HostNetworkChange of(MissingBridges missing) {
        List<DeviceBridge> bridges = missing.bridges().stream()
                .map(bridge -> new DeviceBridge(bridge.hostDevice(), bridge.name(), bridge.macAddress()))
                .toList();
        return new HostNetworkChange(null, bridges.isEmpty() ? null : bridges, missing.reconfigureDelay());
    }

    /** A failure. */
    public static HostNetworkChange failed(FacetException failure) {
        return new HostNetworkChange(ApiError.of(failure), null, 0);
    }

    /** A bridge over a device. */
    public record DeviceBridge(
            @JsonProperty("host-device-name") String hostDeviceName,
            @JsonProperty("bridge-name") String bridgeName,
            @JsonProperty("mac-address") String macAddress) {}
}
