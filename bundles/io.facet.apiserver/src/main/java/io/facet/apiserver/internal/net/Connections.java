// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.api.ConnectionStatus;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The open connections: sockets, which are counted, and the WebSocket ones among them, which are listed. */
final class Connections {

    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();

    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Counts a socket in, and says how many there are with it. */
    int socketOpened() {
        return sockets.incrementAndGet();
    }

    void socketClosed() {
        sockets.decrementAndGet();
    }

    void add(WebSocketConnection connection) {
        open.add(connection);
    }

    void remove(WebSocketConnection connection) {
        open.remove(connection);
        synchronized (this) {
            notifyAll();
        }
    }

    void closeAll() {
        open.forEach(WebSocketConnection::close);
    }

    /** Waits until all are closed, for no longer than the given time. */
    synchronized void awaitClosed(long timeoutMs) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            long left = timeoutMs;
            while (!open.isEmpty() && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many sockets there are. */
    int sockets() {
        return sockets.get();
    }

    /** The WebSocket connections, in no order. */
    Collection<WebSocketConnection> open() {
        return Collections.unmodifiableSet(open);
    }

    /** The WebSocket connection of a number. */
    Optional<WebSocketConnection> find(long id) {
        return open.stream().filter(connection -> connection.id() == id).findFirst();
    }

    List<ConnectionStatus> status() {
        return open.stream()
                .map(WebSocketConnection::status)
                .sorted(Comparator.comparingLong(ConnectionStatus::id))
                .toList();
    }
}
