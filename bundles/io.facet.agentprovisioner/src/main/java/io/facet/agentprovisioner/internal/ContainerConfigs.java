// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.internal;

import io.facet.agentprovisioner.api.ContainerConfig;
import io.facet.agentprovisioner.api.ProxySettings;
import java.util.Map;
import java.util.stream.Stream;

/** Picks from a model's configuration what containers need ({@code provisioner.md} 3.1). */
final class ContainerConfigs {

    private final Map<String, Object> config;

    private ContainerConfigs(Map<String, Object> config) {
        this.config = config;
    }

    static ContainerConfig of(Map<String, Object> config) {
        return new ContainerConfigs(config).read();
    }

    private ContainerConfig read() {
        ProxySettings legacy = proxies("");
        ProxySettings juju = proxies("juju-");
        return new ContainerConfig(
                text("type"),
                flag("ssl-hostname-verification"),
                legacy,
                juju,
                apt(legacy, juju),
                new ProxySettings(text("snap-http-proxy"), text("snap-https-proxy"), "", ""),
                text("snap-store-assertions"),
                text("snap-store-proxy"),
                text("snap-store-proxy-url"),
                text("apt-mirror"),
                text("container-inherit-properties"),
                text("cloudinit-userdata"),
                flag("enable-os-refresh-update"),
                flag("enable-os-upgrade"));
    }

    private ProxySettings proxies(String prefix) {
        return new ProxySettings(
                text(prefix + "http-proxy"),
                text(prefix + "https-proxy"),
                text(prefix + "ftp-proxy"),
                text(prefix + "no-proxy"));
    }

    private ProxySettings apt(ProxySettings legacy, ProxySettings juju) {
        ProxySettings own = proxies("apt-");
        return new ProxySettings(
                withScheme("http", first(own.http(), juju.http(), legacy.http())),
                withScheme("https", first(own.https(), juju.https(), legacy.https())),
                withScheme("ftp", first(own.ftp(), juju.ftp(), legacy.ftp())),
                first(own.noProxy(), legacy.hasProxy() ? legacy.noProxy() : juju.noProxy()));
    }

    private static String first(String... candidates) {
        return Stream.of(candidates).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    private static String withScheme(String scheme, String proxy) {
        return proxy.isEmpty() || proxy.contains("://") ? proxy : scheme + "://" + proxy;
    }

    private String text(String key) {
        return config.getOrDefault(key, "").toString();
    }

    private boolean flag(String key) {
        return Boolean.TRUE.equals(config.get(key));
    }
}
