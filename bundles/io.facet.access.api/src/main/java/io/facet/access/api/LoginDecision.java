// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

import java.util.List;
import java.util.Optional;

/** The outcome of a login. */
public sealed interface LoginDecision {

    /**
     * The login is refused; the connection stays as it was unless {@code late}.
     *
     * @param code wire code, empty for none
     * @param message text for the client
     * @param late whether the identity had been established already, so that the connection counts as logged in
     *     ({@code wire.md} 4.2, failures of step 5)
     */
    record Refused(String code, String message, boolean late) implements LoginDecision {}

    /**
     * The login is accepted.
     *
     * @param authTag the canonical tag of the peer
     * @param kind kind of the tag: {@code machine}, {@code controller}, {@code unit}, {@code application},
     *     {@code model} or {@code user}
     * @param controller whether the entity is a controller
     * @param controllerConnection whether a controller agent was admitted to a hosted model, where it is not pinged
     *     ({@code wire.md} 4.3 step d)
     * @param controllerUuid UUID of the controller
     * @param serverVersion version to report, such as {@code 4.0-beta5}
     * @param servers API addresses to report, one list per controller node
     * @param user access of a user, empty for agents
     */
    record Accepted(
            String authTag,
            String kind,
            boolean controller,
            boolean controllerConnection,
            String controllerUuid,
            String serverVersion,
            List<List<ServerAddress>> servers,
            Optional<UserAccess> user)
            implements LoginDecision {
        public Accepted {
            servers = servers.stream().map(List::copyOf).toList();
        }
    }

    /**
     * One API address.
     *
     * @param value host name or IP address
     * @param type {@code ipv4}, {@code ipv6} or {@code hostname}
     * @param scope {@code public}, {@code local-cloud}, {@code local-machine}, ... or empty
     * @param port TCP port
     */
    record ServerAddress(String value, String type, String scope, int port) {}

    /**
     * What a user may do.
     *
     * @param controllerAccess {@code login} or {@code superuser}
     * @param modelAccess {@code read}, {@code write}, {@code admin}, or empty
     */
    record UserAccess(String controllerAccess, String modelAccess) {}
}
