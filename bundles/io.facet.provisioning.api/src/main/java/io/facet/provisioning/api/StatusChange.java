// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.core.MachineId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A status to set.
 *
 * @param machine whose status
 * @param status the new value
 * @param info explanation, possibly empty
 * @param data further JSON values by key; values may be null
 */
public record StatusChange(MachineId machine, String status, String info, Map<String, Object> data) {
    public StatusChange {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
