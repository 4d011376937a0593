// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.time.Instant;

/**
 * One open connection.
 *
 * @param id number of the connection since the server started
 * @param remoteAddress address and port of the peer
 * @param authTag tag it logged in with, or empty before login
 * @param modelUuid model it was made to, or empty if controller-only
 * @param since when it was opened
 * @param watchers how many watchers it has
 * @param calls how many calls it made, pings and {@code Next} included
 * @param running how many of its ordinary calls run now
 * @param bytesIn bytes of the messages it sent
 * @param bytesOut bytes of the messages sent to it
 * @param traced whether its calls are logged, see {@link ApiServer#trace}
 */
public record ConnectionStatus(
        long id,
        String remoteAddress,
        String authTag,
        String modelUuid,
        Instant since,
        int watchers,
        long calls,
        int running,
        long bytesIn,
        long bytesOut,
        boolean traced) {}
