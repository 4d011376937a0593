// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.core.AgentVersion;
import java.math.BigInteger;

/**
 * Which agent binaries are wanted ({@code provisioner.md} 3.2).
 *
 * @param number version number, zero if absent
 * @param major not used; a client may leave it out or send any integer
 * @param arch architecture, possibly empty
 * @param osType operating system, possibly empty
 * @param series series that clients before 2.9 send in its stead, possibly empty
 * @param agentStream stream to look in, possibly empty
 */
public record FindTools(
        @JsonProperty("number") String number,
        @JsonProperty("major") BigInteger major,
        @JsonProperty("arch") String arch,
        @JsonProperty("os-type") String osType,
        @JsonProperty("series") String series,
        @JsonProperty("agentstream") String agentStream) {
    public FindTools {
        // A number that does not parse is a fault of the params, like a member of the wrong type.
        number = AgentVersion.parse(Lists.text(number).isEmpty() ? AgentVersion.ZERO.toString() : number)
                .toString();
        arch = Lists.text(arch);
        osType = Lists.text(osType);
        series = Lists.text(series);
        agentStream = Lists.text(agentStream);
    }

    /** The version part that is wanted behind the number: an operating system, or a series. */
    public String release() {
        return osType.isEmpty() ? series : osType;
    }
}
