// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Serves plain HTTP on the port of the API ({@code wire.md} section 7): the paths {@code /<segment>},
 * {@code /<segment>/<name>}, {@code /model/<uuid>/<segment>} and {@code /model/<uuid>/<segment>/<name>}. Registered as a
 * service with the property {@value #SEGMENT}. The server authenticates, streams, and closes; what a path means is known
 * here alone.
 */
@ConsumerType
public interface HttpResource {

    /** Service property (String) holding the path segment, such as {@code tools}. */
    String SEGMENT = "http.segment";

    /**
     * Whether a request with this method must come with credentials that a login would accept. The server answers others
     * with status 401 and does not hand them over. For all other methods credentials are not looked at.
     */
    boolean needsLogin(String method);

    /**
     * Begins a request, before its body has come. Called on a thread of the server's bounded call executor.
     *
     * @throws FacadeException to refuse it: answered as JSON with the status that belongs to the code
     *     ({@code wire.md} 3.2)
     * @throws HttpRefusal to refuse it with an answer of its own
     */
    HttpIntake begin(HttpRequest request);
}
