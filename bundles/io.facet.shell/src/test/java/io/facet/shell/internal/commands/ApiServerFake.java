// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.CallException;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.api.WatcherStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An API server at which nothing happens; tests override what they need. */
class ApiServerFake implements ApiServer {
    @Override
    public String health() {
        return "running";
    }

    @Override
    public int port() {
        return 17070;
    }

    @Override
    public ServerFigures figures() {
        return new ServerFigures(
                0, 50_000, 0, 0, 0, 0, 0, 0, 100_000, 16, 0, 100_000, 0, 0, 0, Duration.ZERO, Optional.empty());
    }

    @Override
    public List<FacadeStatus> facades() {
        return List.of();
    }

    @Override
    public List<String> methods(String facade, int version) {
        return List.of();
    }

    @Override
    public List<ConnectionStatus> connections() {
        return List.of();
    }

    @Override
    public List<WatcherStatus> watchers() {
        return List.of();
    }

    @Override
    public List<SwapStatus> swaps() {
        return List.of();
    }

    @Override
    public boolean disconnect(long connection) {
        return false;
    }

    @Override
    public boolean trace(long connection, boolean on) {
        return false;
    }

    @Override
    public CompletionStage<byte[]> call(DirectCall call) {
        return CompletableFuture.failedFuture(new CallException("", "no facade is served"));
    }
}
