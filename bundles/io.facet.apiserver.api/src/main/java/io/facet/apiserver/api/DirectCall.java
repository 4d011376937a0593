// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

/**
 * A call of a facade that comes from inside the controller, not over a connection. It is not authenticated: whoever may use
 * {@link ApiServer} may act as anybody.
 *
 * @param authTag tag of the agent or user to act as, such as {@code machine-4}
 * @param controller whether that agent is one of a controller
 * @param modelUuid model to call on
 * @param modelType {@code iaas} or {@code caas}
 * @param facade name of the facade
 * @param version version of the facade
 * @param method wire name of the method
 * @param params JSON text of the parameters, an object, UTF-8
 */
public record DirectCall(
        String authTag,
        boolean controller,
        String modelUuid,
        String modelType,
        String facade,
        int version,
        String method,
        byte[] params) {}
