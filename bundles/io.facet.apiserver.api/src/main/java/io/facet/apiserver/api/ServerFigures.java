// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How busy the server is. Counters count from its start.
 *
 * @param sockets open TCP connections, those not upgraded yet included
 * @param maxSockets how many there may be
 * @param connections open WebSocket connections
 * @param loggedIn those of them that are logged in
 * @param watchers watchers of all connections
 * @param waitingNext {@code Next} calls that wait for an event
 * @param runningCalls calls of facades that have begun and not ended
 * @param queuedCalls calls that wait for a thread
 * @param maxQueuedCalls how many may
 * @param callThreads threads that run calls
 * @param parkedCalls calls that wait for a facade or service that is being replaced
 * @param maxParkedCalls how many may
 * @param events how many events watchers were told, one per answered {@code Next}
 * @param bytesIn bytes of the messages received
 * @param bytesOut bytes of the messages sent
 * @param longestStall the longest time, within the last minute, that an event loop took to get to a task that was due
 * @param certificateExpiry when the certificate in use expires; empty while there is none
 */
public record ServerFigures(
        int sockets,
        int maxSockets,
        int connections,
        int loggedIn,
        int watchers,
        int waitingNext,
        int runningCalls,
        int queuedCalls,
        int maxQueuedCalls,
        int callThreads,
        int parkedCalls,
        int maxParkedCalls,
        long events,
        long bytesIn,
        long bytesOut,
        Duration longestStall,
        Optional<Instant> certificateExpiry) {}
