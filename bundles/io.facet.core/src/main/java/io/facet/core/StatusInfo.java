// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A status record ({@code provisioner.md} section 6).
 *
 * @param status the value, such as {@code pending}
 * @param info human readable explanation, possibly empty
 * @param data further JSON values by key; never null, values may be
 * @param since when it was set
 */
public record StatusInfo(String status, String info, Map<String, Object> data, Instant since) {
    public StatusInfo {
        data = data == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** Whether the other record says the same, whenever it was set. */
    public boolean sameAs(StatusInfo other) {
        return status.equals(other.status) && info.equals(other.info) && data.equals(other.data);
    }
}
