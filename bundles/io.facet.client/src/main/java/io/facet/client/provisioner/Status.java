// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A status, read or to be set ({@code provisioner.md} section 6).
 *
 * @param status such as {@code pending} or {@code provisioning error}
 * @param info explanation, possibly empty
 * @param data further JSON values by key; never null
 */
public record Status(String status, String info, Map<String, Object> data) {
    public Status {
        data = data == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** A status with nothing to explain. */
    public static Status of(String status) {
        return new Status(status, "", Map.of());
    }

    /** A status with an explanation. */
    public static Status of(String status, String info) {
        return new Status(status, info, Map.of());
    }
}
