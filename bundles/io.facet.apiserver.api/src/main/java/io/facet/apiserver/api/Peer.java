// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

/**
 * Who is at the other end, at the moment of an event.
 *
 * @param connection number of the connection since the server started; 0 for a call that came over none, such as one of
 *     {@link ApiServer#call}
 * @param remoteAddress address and port of the peer; empty if there is no connection
 * @param authTag tag it logged in with, or empty before login
 * @param modelUuid model the connection was made to, or empty if controller-only
 */
public record Peer(long connection, String remoteAddress, String authTag, String modelUuid) {}
