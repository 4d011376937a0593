// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.time.Duration;

/** Hears how an {@link ApiClient} fares, one call at a time. */
public interface ConnectionListener {

    /**
     * There is a connection, logged in. Nothing of an earlier one survives, so this is the place to start watchers: each
     * begins with the full state.
     */
    void connected(ApiConnection connection);

    /**
     * The connection was lost, or could not be made; it is tried again.
     *
     * @param cause what happened
     * @param retryIn when the next attempt starts
     */
    default void disconnected(ApiException cause, Duration retryIn) {}

    /**
     * It is not tried again, since the server refuses this client for good.
     *
     * @param cause the server's answer
     */
    default void refused(ApiException cause) {}
}
