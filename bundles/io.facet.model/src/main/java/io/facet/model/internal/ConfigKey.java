// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import java.util.Optional;

/**
 * What is known of one model config key ({@code provisioning-info.md} section 12).
 *
 * @param name the key
 * @param type kind of its value
 * @param initial value that a new model gets, empty if none
 * @param check what its value must be like beyond its type
 * @param fixed whether it stays as it was when the model was created
 */
record ConfigKey(String name, ConfigType type, Optional<Object> initial, Check check, boolean fixed) {

    /** A rule on the value of a key. */
    @FunctionalInterface
    interface Check {
        Check NONE = value -> Optional.empty();

        /** What is wrong with the value, in words that follow the key, or empty if it is fine. */
        Optional<String> complaint(Object value);
    }

    /** The value as a native JSON type, checked. */
    Object read(Object raw) {
        Object value = type.read(name, raw);
        check.complaint(value).ifPresent(complaint -> {
            throw ConfigSchema.refused(name, complaint);
        });
        return value;
    }
}
