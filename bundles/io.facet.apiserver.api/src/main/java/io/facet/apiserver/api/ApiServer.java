// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The running API server, as an operator sees it. */
@ProviderType
public interface ApiServer {

    /** Whether the server is {@code starting}, {@code running} or {@code stopping}, as {@code GET /health} says. */
    String health();

    /** The TCP port the server listens on, or -1 while it does not. */
    int port();

    /** The facade versions that are installed, sorted by name and version. */
    List<FacadeStatus> facades();

    /** The open connections, oldest first. */
    List<ConnectionStatus> connections();

    /** The latest exchanges of facades and services since the server started, oldest first; at most 1000. */
    List<SwapStatus> swaps();
}
