// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens at the API server. Registered as a service; it may come and go at any time. It is called on the thread
 * that the event happened on, often one that serves the network: it must return quickly and not block. What it throws is
 * logged and hurts nobody else.
 */
@ConsumerType
public interface ServerListener {

    /** A WebSocket connection was opened. */
    default void connected(Peer peer) {}

    /** A WebSocket connection was closed, by whichever side. */
    default void disconnected(Peer peer) {}

    /** A login was decided. */
    default void loggedIn(LoginEvent event) {}

    /** A call of a registered facade ended. */
    default void called(CallEvent event) {}

    /** The server turned something away. */
    default void refused(Peer peer, Refusal reason) {}

    /** An exchange of a facade or service is over. */
    default void swapped(SwapStatus swap) {}
}
