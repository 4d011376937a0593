// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.api;

/**
 * What the configuration of a model says about containers ({@code provisioning-info.md} 10.2). Texts are empty and flags
 * false where nothing is set: defaults are not filled in.
 *
 * @param providerType type of the cloud
 * @param sslHostnameVerification whether host names in certificates are checked
 * @param legacyProxy proxies for everything
 * @param jujuProxy proxies for the agents alone
 * @param aptProxy proxies for packages, worked out from all three groups of keys
 * @param snapProxy proxies for snaps; only HTTP and HTTPS
 * @param snapStoreAssertions assertions of the snap store proxy
 * @param snapStoreProxyId id of that proxy
 * @param snapStoreProxyUrl its URL
 * @param aptMirror mirror for packages
 * @param containerInheritProperties what a container takes over from its host
 * @param cloudInitUserData YAML text to add to cloud-init
 * @param osRefreshUpdate whether package lists are refreshed at the start
 * @param osUpgrade whether packages are upgraded at the start
 */
public record ContainerConfig(
        String providerType,
        boolean sslHostnameVerification,
        ProxySettings legacyProxy,
        ProxySettings jujuProxy,
        ProxySettings aptProxy,
        ProxySettings snapProxy,
        String snapStoreAssertions,
        String snapStoreProxyId,
        String snapStoreProxyUrl,
        String aptMirror,
        String containerInheritProperties,
        String cloudInitUserData,
        boolean osRefreshUpdate,
        boolean osUpgrade) {}
