// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.api.WatcherStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server with figures that tests set. */
public final class ServerFake implements ApiServer {
    public volatile Duration stall = Duration.ofMillis(3);
    public volatile Optional<Instant> expiry = Optional.of(Instant.parse("2027-11-27T00:00:00Z"));
    public volatile List<FacadeStatus> facades = new ArrayList<>(List.of(facade(10, true, ""), facade(11, true, "")));
    public final AtomicInteger looks = new AtomicInteger();

    public static FacadeStatus facade(int version, boolean serving, String note) {
        return new FacadeStatus(
                "Provisioner", version, 47, 90 + version, "io.facet.v" + version, "1.0.0", serving, false, 0, note);
    }

    @Override
    public ServerFigures figures() {
        looks.incrementAndGet();
        return new ServerFigures(
                31, 50_000, 30, 29, 58, 57, 4, 5, 100_000, 16, 6, 99_000, 700, 8_000, 9_000, stall, expiry);
    }

    @Override
    public List<FacadeStatus> facades() {
        return facades;
    }

    @Override
    public String health() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int port() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> methods(String facade, int version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ConnectionStatus> connections() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<WatcherStatus> watchers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SwapStatus> swaps() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean disconnect(long connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean trace(long connection, boolean on) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<byte[]> call(DirectCall call) {
        throw new UnsupportedOperationException();
    }
}
