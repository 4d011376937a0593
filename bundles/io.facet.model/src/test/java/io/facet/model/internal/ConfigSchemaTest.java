// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.FacetException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ConfigSchemaTest {

    @Test
    public void valuesMayBeTypedOrText() {
        assertThat(read("num-provision-workers", 3)).isEqualTo(3L);
        assertThat(read("num-provision-workers", 3L)).isEqualTo(3L);
        assertThat(read("num-provision-workers", "3")).isEqualTo(3L);
        assertThat(read("development", true)).isEqualTo(true);
        assertThat(read("development", "True")).isEqualTo(true);
        assertThat(read("development", "0")).isEqualTo(false);
        assertThat(read("resource-tags", "b=2 a=1")).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(read("resource-tags", "")).isEqualTo(Map.of());
        assertThat(read("resource-tags", Map.of("a b", "c\\ d"))).isEqualTo(Map.of("a b", "c\\ d"));
    }

    @Test
    public void keysOfProvidersAreText() {
        assertThat(read("maas-flag", true)).isEqualTo("true");
        assertThat(read("maas-count", 12)).isEqualTo("12");
        assertThat(read("maas-ratio", 1.5)).isEqualTo("1.5");
    }

    @Test
    public void defaultsFollowTheCloud() {
        assertThat(ConfigSchema.initial("lxd", Map.of("a", "b")))
                .containsEntry("storage-default-filesystem-source", "lxd")
                .doesNotContainKey("storage-default-block-source");
        assertThat(ConfigSchema.initial("ec2", Map.of("a", "b"))).containsEntry("storage-default-block-source", "ebs");
        assertThat(ConfigSchema.initial("manual", Map.of("a", "b"))).doesNotContainKey("storage-default-block-source");
    }

    @Test
    public void refusalsNameKeyAndValue() {
        assertRefused("num-provision-workers", 101, "num-provision-workers: 101 not valid, expected 0 to 100");
        assertRefused(
                "num-container-provision-workers",
                "26",
                "num-container-provision-workers: 26 not valid, expected 0 to 25");
        assertRefused("num-provision-workers", "many", "num-provision-workers: expected int, got string(\"many\")");
        assertRefused("num-provision-workers", 1.5, "num-provision-workers: expected int, got float(1.5)");
        assertRefused(
                "num-provision-workers",
                "99999999999999999999",
                "num-provision-workers: expected int, got string(\"99999999999999999999\")");
        assertRefused("development", "maybe", "development: expected bool, got string(\"maybe\")");
        assertRefused("image-stream", 5, "image-stream: expected string, got int(5)");
        assertRefused("image-stream", true, "image-stream: expected string, got bool(true)");
        assertRefused("image-stream", List.of(), "image-stream: expected string, got list");
        assertRefused("maas-thing", Map.of(), "maas-thing: expected string, got map");
        assertRefused(
                "provisioner-harvest-mode",
                "some",
                "provisioner-harvest-mode: \"some\" not valid, expected one of [all, none, unknown, destroyed]");
        assertRefused(
                "firewall-mode", "off", "firewall-mode: \"off\" not valid, expected one of [instance, global, none]");
        assertRefused(
                "container-networking-method",
                "fan",
                "container-networking-method: \"fan\" not valid, expected one of [, local, provider]");
        assertRefused(
                "container-inherit-properties",
                "apt-sources,dns",
                "container-inherit-properties: \"dns\" not valid, expected a comma list of"
                        + " [apt-primary, apt-sources, apt-security, ca-certs]");
        assertRefused(
                "default-base",
                "jammy",
                "default-base: \"jammy\" not valid, expected <os>@<channel>, such as ubuntu@22.04/stable");
        assertRefused(
                "update-status-hook-interval",
                "30s",
                "update-status-hook-interval: \"30s\" not valid, expected a duration from 1m0s to 1h0m0s");
        assertRefused(
                "max-status-history-age",
                "long",
                "max-status-history-age: \"long\" not valid, expected a duration such as 336h or 5m");
        assertRefused(
                "max-action-results-size",
                "5X",
                "max-action-results-size: \"5X\" not valid, expected a size such as 5G or 512M");
        assertRefused(
                "ssh-allow",
                "10.0.0.0/33",
                "ssh-allow: \"10.0.0.0/33\" not valid, expected a comma list of CIDRs such as 10.0.0.0/8");
        assertRefused("resource-tags", "a", "resource-tags: expected \"key=value\", got \"a\"");
        assertRefused("resource-tags", "a=1 a=2", "resource-tags: key \"a\" specified more than once");
        assertRefused("resource-tags", 5, "resource-tags: expected map or \"k=v k=v\", got int(5)");
        assertRefused("resource-tags", Map.of("a", 5), "resource-tags: expected strings, got a: 5");
        assertRefused(
                "net-bond-reconfigure-delay", -1, "net-bond-reconfigure-delay: -1 not valid, expected 0 to 2147483647");
    }

    @Test
    public void reservedTagsAreRefused() {
        assertThatThrownBy(() -> read("resource-tags", "juju-x=1"))
                .hasMessage("validating resource tags: tag \"juju-x\" uses reserved prefix \"juju-\"");
    }

    @Test
    public void userDataMustLeaveTheAgentItsOwn() {
        assertThat(read("cloudinit-userdata", "packages:\n  - chrony\npostruncmd:\n  - date\n"))
                .isNotNull();
        assertRefused("cloudinit-userdata", "users: []", "cloudinit-userdata: \"users\" not allowed");
        assertRefused(
                "cloudinit-userdata",
                "runcmd: [x]",
                "cloudinit-userdata: \"runcmd\" not allowed, use preruncmd or postruncmd instead");
        assertRefused(
                "cloudinit-userdata",
                "bootcmd: [x]",
                "cloudinit-userdata: \"bootcmd\" not allowed, use preruncmd or postruncmd instead");
        assertRefused(
                "cloudinit-userdata", "packages: [5]", "cloudinit-userdata: packages must be a list of strings, got 5");
        assertRefused("cloudinit-userdata", "just text", "cloudinit-userdata: must be a YAML map");
        assertThatThrownBy(() -> read("cloudinit-userdata", "a: ["))
                .hasMessageStartingWith("model config cloudinit-userdata: must be valid YAML: ");
    }

    @Test
    public void legacyAndJujuProxiesExcludeEachOther() {
        assertThatThrownBy(() -> ConfigSchema.initial("maas", Map.of("http-proxy", "a", "juju-ftp-proxy", "b")))
                .hasMessage("cannot specify both legacy proxy values and juju proxy values");
        ConfigSchema.initial("maas", Map.of("http-proxy", "a", "juju-no-proxy", "b"));
    }

    @Test
    public void controllerKeysAreRefused() {
        assertThatThrownBy(() -> ConfigSchema.initial("maas", Map.of("api-port", 1)))
                .isInstanceOf(FacetException.class)
                .hasMessage("config attributes [api-port] not valid because controller only attributes not allowed");
        assertThatThrownBy(
                        () -> ConfigSchema.changed("maas", Map.of(), Map.of("ca-cert", "", "api-port", 1), List.of()))
                .hasMessage(
                        "config attributes [api-port ca-cert] not valid because controller only attributes not allowed");
    }

    private static Object read(String key, Object value) {
        return ConfigSchema.toValue(
                key, ConfigSchema.initial("manual", Map.of(key, value)).get(key));
    }

    private static void assertRefused(String key, Object value, String message) {
        assertThatThrownBy(() -> read(key, value)).hasMessage("model config " + message);
    }
}
