// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import io.facet.access.api.LoginDecision;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP request to an {@link HttpResource}.
 *
 * @param method the method, such as {@code GET}
 * @param host the host and port that the client dialled, as it says; possibly empty
 * @param modelUuid UUID of the model that the path names, which exists; of the controller model if it names none
 * @param name what follows the segment of the resource in the path; empty if nothing does
 * @param query the first value of each query parameter
 * @param contentType the content type of the body, without its parameters; empty if there is none
 * @param peer who sent it; empty if that did not matter
 */
public record HttpRequest(
        String method,
        String host,
        String modelUuid,
        String name,
        Map<String, String> query,
        String contentType,
        Optional<LoginDecision.Accepted> peer) {
    public HttpRequest {
        query = Map.copyOf(query);
    }
}
