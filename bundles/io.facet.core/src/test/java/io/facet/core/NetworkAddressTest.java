// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class NetworkAddressTest {

    @Test
    public void typeAndScopeFollowTheValue() {
        assertDerived("127.0.0.1", "ipv4", "local-machine");
        assertDerived("127.255.255.254", "ipv4", "local-machine");
        assertDerived("::1", "ipv6", "local-machine");
        assertDerived("10.1.2.3", "ipv4", "local-cloud");
        assertDerived("172.16.0.1", "ipv4", "local-cloud");
        assertDerived("172.31.255.255", "ipv4", "local-cloud");
        assertDerived("172.32.0.1", "ipv4", "public");
        assertDerived("192.168.0.1", "ipv4", "local-cloud");
        assertDerived("fc00::1", "ipv6", "local-cloud");
        assertDerived("fdff::1", "ipv6", "local-cloud");
        assertDerived("fec0::1", "ipv6", "public");
        assertDerived("240.0.0.1", "ipv4", "local-fan");
        assertDerived("254.9.9.9", "ipv4", "local-fan");
        assertDerived("255.255.255.255", "ipv4", "");
        assertDerived("169.254.1.1", "ipv4", "link-local");
        assertDerived("fe80::1", "ipv6", "link-local");
        assertDerived("ff02::1", "ipv6", "link-local");
        assertDerived("ff01::1", "ipv6", "link-local");
        assertDerived("224.0.0.5", "ipv4", "link-local");
        assertDerived("239.1.1.1", "ipv4", "");
        assertDerived("ff0e::1", "ipv6", "");
        assertDerived("0.0.0.0", "ipv4", "");
        assertDerived("::", "ipv6", "");
        assertDerived("8.8.8.8", "ipv4", "public");
        assertDerived("2001:4860::1", "ipv6", "public");
    }

    @Test
    public void anythingElseIsAHostName() {
        for (String name : List.of(
                "", "host", "juju.example.com", "1.2.3", "256.1.1.1", "1.2.3.4.5", "1", "010.0.0.1", "1.2.3.4/8")) {
            assertDerived(name, "hostname", "");
        }
    }

    @Test
    public void brokenIpv6IsAHostNameAndNeverLookedUp() {
        for (String text : List.of(":", ":::", "1:2", "g::1", "::1::", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "[::1]")) {
            assertDerived(text, "hostname", "");
        }
    }

    @Test
    public void dialAddressPutsIpv6InBrackets() {
        assertThat(new HostPort(NetworkAddress.derive("::1"), 17070).dialAddress())
                .isEqualTo("[::1]:17070");
        assertThat(new HostPort(NetworkAddress.derive("10.0.0.1"), 1).dialAddress())
                .isEqualTo("10.0.0.1:1");
        assertThat(new HostPort(NetworkAddress.derive("host"), 1).dialAddress()).isEqualTo("host:1");
    }

    private static void assertDerived(String value, String type, String scope) {
        assertThat(NetworkAddress.derive(value)).isEqualTo(new NetworkAddress(value, type, scope));
    }
}
