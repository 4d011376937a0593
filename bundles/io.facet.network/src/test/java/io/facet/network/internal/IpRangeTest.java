// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.FacetException;
import io.facet.core.NetworkAddress;
import io.facet.network.api.Subnet;
import java.util.List;
import org.junit.Test;

/** Networks and the lookup of subnets by them, networking.md 1.2. */
public class IpRangeTest {

    private static final SubnetLookup SUBNETS = new SubnetLookup(List.of(
            subnet("3", "10.0.0.0/8"),
            subnet("2", "10.1.0.0/16"),
            subnet("1", "10.1.0.0/16"),
            subnet("4", "2001:db8::/32"),
            subnet("5", "0.0.0.0/0")));

    @Test
    public void rangeIsCanonicalInText() {
        assertThat(text("10.1.2.3/24")).isEqualTo("10.1.2.0/24");
        assertThat(text("203.0.113.9/32")).isEqualTo("203.0.113.9/32");
        assertThat(text("203.0.113.9/0")).isEqualTo("0.0.0.0/0");
        assertThat(text("2001:0DB8:0:0:1:0:0:1/128")).isEqualTo("2001:db8::1:0:0:1/128");
        assertThat(text("2001:db8:0:1:1:1:1:1/128")).isEqualTo("2001:db8:0:1:1:1:1:1/128");
        assertThat(text("fe80::1/64")).isEqualTo("fe80::/64");
        assertThat(text("::1/0")).isEqualTo("::/0");
        assertThat(text("1::/16")).isEqualTo("1::/16");
    }

    @Test
    public void textThatIsNoRangeIsRefused() {
        for (String text :
                List.of("", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "host/8", "::/129", "/8")) {
            assertThat(IpRange.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    public void canonicalTextOfAnAddressReadsBackAsItself() {
        for (String ip : List.of("::", "::1", "1::", "1:0:0:2::3", "fe80::a:0:0:1", "10.0.0.1", "255.255.255.255")) {
            var parsed = NetworkAddress.parseIp(ip).orElseThrow();
            assertThat(NetworkAddress.parseIp(IpRange.text(parsed))).as(ip).contains(parsed);
        }
    }

    @Test
    public void subnetWithTheSameRangeComesBeforeOneAroundIt() {
        assertThat(SUBNETS.around("10.1.0.0/16")).map(Subnet::id).contains("1");
        assertThat(SUBNETS.around("10.0.0.0/8")).map(Subnet::id).contains("3");
        assertThat(SUBNETS.around("10.1.7.0/24")).map(Subnet::id).contains("1");
        assertThat(SUBNETS.around("11.1.7.0/24")).map(Subnet::id).contains("5");
        assertThat(SUBNETS.around("2001:db8:1::/48")).map(Subnet::id).contains("4");
        assertThat(SUBNETS.around("2001:db9::/48")).isEmpty();
        assertThat(SUBNETS.exactly("10.1.7.0/24")).isEmpty();
    }

    @Test
    public void rangeThatIsNotCanonicalIsNotValid() {
        assertThatThrownBy(() -> SUBNETS.around("10.1.2.3/24"))
                .isInstanceOf(FacetException.class)
                .hasMessage("CIDR \"10.1.2.3/24\" not valid");
    }

    private static String text(String range) {
        return IpRange.parse(range).orElseThrow().toString();
    }

    private static Subnet subnet(String id, String cidr) {
        return new Subnet(id, cidr, "", "", 0, List.of(), "0");
    }
}
