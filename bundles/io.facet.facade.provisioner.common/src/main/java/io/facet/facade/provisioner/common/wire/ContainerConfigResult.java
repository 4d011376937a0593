// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.agentprovisioner.api.ContainerConfig;
import io.facet.agentprovisioner.api.ProxySettings;
import io.facet.provisioning.api.ContainerSetup;
import java.util.Map;
import java.util.stream.Collectors;

/** What every container of a model is set up with ({@code provisioning-info.md} 10.2). */
public record ContainerConfigResult(
        @JsonProperty("provider-type") String providerType,
        @JsonProperty("authorized-keys") String authorizedKeys,
        @JsonProperty("ssl-hostname-verification") boolean sslHostnameVerification,
        @JsonProperty("legacy-proxy") Proxies legacyProxy,
        @JsonProperty("juju-proxy") Proxies jujuProxy,
        @JsonProperty("apt-proxy") Proxies aptProxy,
        @JsonProperty("snap-proxy") Proxies snapProxy,
        @JsonProperty("snap-store-assertions") String snapStoreAssertions,
        @JsonProperty("snap-store-proxy-id") String snapStoreProxyId,
        @JsonProperty("snap-store-proxy-url") String snapStoreProxyUrl,
        @JsonProperty("apt-mirror") @JsonInclude(NON_EMPTY) String aptMirror,
        @JsonProperty("cloudinit-userdata") @JsonInclude(NON_EMPTY) Map<String, Object> cloudInitUserData,
        @JsonProperty("container-inherit-properties") @JsonInclude(NON_EMPTY) String containerInheritProperties,
        @JsonProperty("enable-os-refresh-update") boolean osRefreshUpdate,
        @JsonProperty("enable-os-upgrade") boolean osUpgrade) {

    /** The setup as it travels. */
    public static ContainerConfigResult of(ContainerSetup setup) {
        ContainerConfig config = setup.config();
        return new ContainerConfigResult(
                config.providerType(),
                setup.authorizedKeys().stream().map(key -> key + "\n").collect(Collectors.joining()),
                config.sslHostnameVerification(),
                Proxies.of(config.legacyProxy()),
                Proxies.of(config.jujuProxy()),
                Proxies.of(config.aptProxy()),
                Proxies.of(config.snapProxy()),
                config.snapStoreAssertions(),
                config.snapStoreProxyId(),
                config.snapStoreProxyUrl(),
                config.aptMirror(),
                setup.cloudInitUserData().orElse(null),
                config.containerInheritProperties(),
                config.osRefreshUpdate(),
                config.osUpgrade());
    }

    /** Proxies; what is to be worked out automatically is never told. */
    public record Proxies(
            @JsonProperty("Http") String http,
            @JsonProperty("Https") String https,
            @JsonProperty("Ftp") String ftp,
            @JsonProperty("NoProxy") String noProxy,
            @JsonProperty("AutoNoProxy") String autoNoProxy) {

        static Proxies of(ProxySettings settings) {
            return new Proxies(settings.http(), settings.https(), settings.ftp(), settings.noProxy(), "");
        }
    }
}
