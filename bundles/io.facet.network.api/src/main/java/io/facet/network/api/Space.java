// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

/**
 * A network space.
 *
 * @param id its id; {@link #ALPHA_ID} for alpha
 * @param name its name
 * @param providerId id in the cloud, empty if none
 */
public record Space(String id, String name, String providerId) {
    /** Id of the space that every model has. */
    public static final String ALPHA_ID = "0";

    /** Name of the space that every model has. */
    public static final String ALPHA_NAME = "alpha";
}
