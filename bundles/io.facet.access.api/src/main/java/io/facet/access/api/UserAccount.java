// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

import java.util.Map;

/**
 * A user of the controller.
 *
 * @param name its name
 * @param controllerAccess {@code login} or {@code superuser}
 * @param password whether it has a password; without one it cannot log in
 * @param models access to models by their UUIDs: {@code read}, {@code write} or {@code admin}; a superuser reaches the
 *     others too
 */
public record UserAccount(String name, String controllerAccess, boolean password, Map<String, String> models) {
    public UserAccount {
        models = Map.copyOf(models);
    }

    /** Whether it may do everything on every model. */
    public boolean superuser() {
        return controllerAccess.equals("superuser");
    }
}
