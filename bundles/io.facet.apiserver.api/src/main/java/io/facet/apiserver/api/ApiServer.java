// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The running API server, as an operator sees it. */
@ProviderType
public interface ApiServer {

    /** Whether the server is {@code starting}, {@code running} or {@code stopping}, as {@code GET /health} says. */
    String health();

    /** The TCP port the server listens on, or -1 while it does not. */
    int port();

    /** How busy it is. Cheap: nothing is walked but the connections. */
    ServerFigures figures();

    /** The facade versions that are installed, sorted by name and version. */
    List<FacadeStatus> facades();

    /** The methods of a facade version, sorted; empty if nobody serves it now. */
    List<String> methods(String facade, int version);

    /** The open connections, oldest first. */
    List<ConnectionStatus> connections();

    /** The watchers of all connections, by connection and id. */
    List<WatcherStatus> watchers();

    /** The latest exchanges of facades and services since the server started, oldest first; at most 1000. */
    List<SwapStatus> swaps();

    /**
     * Ends a connection as the server does when it stops: what runs is cancelled and answered, then it is closed.
     *
     * @param connection its number
     * @return false if there is no such connection
     */
    boolean disconnect(long connection);

    /**
     * Switches the log of a connection's calls on or off. Each call is then logged when it comes and when it ends, with
     * facade, method, sizes, time taken and outcome, but without parameters and results, which may hold secrets.
     *
     * @param connection its number
     * @return false if there is no such connection
     */
    boolean trace(long connection, boolean on);

    /**
     * Calls a facade, under the same limits as a client. A watcher that the call starts ends with it.
     *
     * @return the JSON text of the result; fails with {@link CallException} where a client would get an error
     */
    CompletionStage<byte[]> call(DirectCall call);
}
