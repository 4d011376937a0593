// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.core.AgentVersion;
import java.util.List;

/** Which streams are searched, the most wanted first ({@code provisioner.md} 3.2 step 3). */
final class StreamNames {

    private static final List<String> ALL = List.of("testing", "devel", "proposed", "released");

    private StreamNames() {}

    /**
     * The streams.
     *
     * @param wanted the stream asked for, possibly empty
     * @param number the version asked for
     * @param development whether the model wants pre-releases
     */
    static List<String> of(String wanted, AgentVersion number, boolean development) {
        if (wanted.isEmpty() || wanted.equals("released")) {
            boolean preRelease = !number.tag().isEmpty() || number.build() > 0;
            return from(preRelease || development ? "devel" : "released");
        }
        return ALL.contains(wanted) ? from(wanted) : List.of(wanted);
    }

    private static List<String> from(String first) {
        return ALL.subList(ALL.indexOf(first), ALL.size());
    }
}
