// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

/**
 * One watcher of an open connection.
 *
 * @param connection number of its connection
 * @param id its id on that connection, as the client knows it
 * @param facade {@code NotifyWatcher} or {@code StringsWatcher}
 * @param authTag tag of the peer
 * @param modelUuid model that it watches; of a timer, the model of the connection
 * @param subject what it watches: namespaces of changes joined by commas, followed by scope and key where it has them, as
 *     {@code machine/4} ; {@code timer 1h} of a timer
 * @param pending how many events or keys are ready and not fetched yet
 * @param waiting how many {@code Next} calls wait for an event
 */
public record WatcherStatus(
        long connection,
        String id,
        String facade,
        String authTag,
        String modelUuid,
        String subject,
        int pending,
        int waiting) {}
