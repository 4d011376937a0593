// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.ServerListener;
import io.facet.rpc.RpcException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Tells the listeners what happens to one peer. Costs next to nothing while there are none. */
public final class PeerEvents {

    /** As much of a tag as is told; what a stranger gives as one may be of any size. */
    private static final int MAX_TAG = 200;

    private final Whiteboard<ServerListener> listeners;
    private volatile Peer peer;

    public PeerEvents(Whiteboard<ServerListener> listeners, Peer peer) {
        this.listeners = listeners;
        this.peer = peer;
    }

    /** Who it is, as far as that is known by now. */
    public Peer peer() {
        return peer;
    }

    /** The peer has logged in. */
    public void identified(String authTag) {
        peer = withTag(authTag);
    }

    /** Whether anybody listens. */
    public boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** As {@link ServerListener#connected}. */
    public void connected() {
        listeners.tell(listener -> listener.connected(peer));
    }

    /** As {@link ServerListener#disconnected}. */
    public void disconnected() {
        listeners.tell(listener -> listener.disconnected(peer));
    }

    /** As {@link ServerListener#refused}. */
    public void refused(Refusal reason) {
        listeners.tell(listener -> listener.refused(peer, reason));
    }

    /**
     * As {@link ServerListener#loggedIn}.
     *
     * @param authTag the tag that was given
     * @param arrived when, in {@link System#nanoTime()}
     */
    public void loggedIn(String authTag, long arrived, String outcome) {
        tell(
                () -> new LoginEvent(
                        withTag(authTag.length() > MAX_TAG ? authTag.substring(0, MAX_TAG) : authTag),
                        since(arrived),
                        outcome),
                ServerListener::loggedIn);
    }

    /** As {@link ServerListener#called}. */
    public void called(Supplier<CallEvent> event) {
        tell(event, ServerListener::called);
    }

    /** How listeners are told that something ended in this way; null means well. */
    public static String outcome(Throwable failure) {
        if (failure == null) {
            return CallEvent.OK;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RpcException answer && !answer.code().isEmpty() ? answer.code() : CallEvent.ERROR;
    }

    /** The time since then, which is in {@link System#nanoTime()}. */
    public static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private <E> void tell(Supplier<E> event, Telling<E> telling) {
        if (isHeard()) {
            E told = event.get();
            listeners.tell(listener -> telling.tell(listener, told));
        }
    }

    private Peer withTag(String authTag) {
        return new Peer(peer.connection(), peer.remoteAddress(), authTag, peer.modelUuid());
    }

    @FunctionalInterface
    private interface Telling<E> {
        void tell(ServerListener listener, E event);
    }
}
