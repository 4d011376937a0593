// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import static org.awaitility.Awaitility.await;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it heard. */
final class Heard implements ServerListener {

    final List<Peer> connected = new CopyOnWriteArrayList<>();
    final List<Peer> disconnected = new CopyOnWriteArrayList<>();
    final List<LoginEvent> logins = new CopyOnWriteArrayList<>();
    final List<CallEvent> calls = new CopyOnWriteArrayList<>();
    final List<Refused> refused = new CopyOnWriteArrayList<>();
    final List<SwapStatus> swaps = new CopyOnWriteArrayList<>();

    /** Something turned away. */
    record Refused(Peer peer, Refusal reason) {}

    /** One that listens to the server from now on. */
    static Heard on(TestServer server) {
        Heard heard = new Heard();
        server.server.context().listeners().add(1, heard);
        return heard;
    }

    /**
     * Waits until so many calls were told, and returns the latest. The caller has the answer before listeners hear of it,
     * so who calls again without waiting may find the two calls the other way round.
     */
    CallEvent call(int number) {
        await().until(() -> calls.size() == number);
        return calls.get(number - 1);
    }

    @Override
    public void connected(Peer peer) {
        connected.add(peer);
    }

    @Override
    public void disconnected(Peer peer) {
        disconnected.add(peer);
    }

    @Override
    public void loggedIn(LoginEvent event) {
        logins.add(event);
    }

    @Override
    public void called(CallEvent event) {
        calls.add(event);
    }

    @Override
    public void refused(Peer peer, Refusal reason) {
        refused.add(new Refused(peer, reason));
    }

    @Override
    public void swapped(SwapStatus swap) {
        swaps.add(swap);
    }
}
