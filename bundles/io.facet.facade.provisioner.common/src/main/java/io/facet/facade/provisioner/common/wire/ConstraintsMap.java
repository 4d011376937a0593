// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import io.facet.core.Constraints;
import java.util.LinkedHashMap;
import java.util.Map;

/** Constraints as they travel: only what is set, explicitly empty values included ({@code provisioner.md} 4.1). */
public final class ConstraintsMap {

    private ConstraintsMap() {}

    /** The constraints by their wire names. */
    public static Map<String, Object> of(Constraints constraints) {
        Map<String, Object> result = new LinkedHashMap<>();
        constraints
                .values()
                .forEach((key, value) ->
                        result.put(key.wire(), value instanceof Long bits ? Unsigned.number(bits) : value));
        return result;
    }
}
