// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

/**
 * The parameters of {@code Admin.Login} that matter, and where the connection points.
 *
 * @param modelUuid UUID of the model connection, or empty on a controller-only connection
 * @param authTag tag as sent, possibly unparsable or empty
 * @param credentials clear-text password as sent
 * @param nonce nonce as sent, empty if none
 */
public record LoginRequest(String modelUuid, String authTag, String credentials, String nonce) {

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "LoginRequest[modelUuid=" + modelUuid + ", authTag=" + authTag + "]";
    }
}
