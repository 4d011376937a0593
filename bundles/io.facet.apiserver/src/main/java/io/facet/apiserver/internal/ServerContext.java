// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.internal.facade.CallExecutor;
import io.facet.apiserver.internal.facade.FacadeRegistry;
import io.facet.apiserver.internal.facade.Parking;
import io.facet.apiserver.internal.facade.SwapLog;
import io.facet.apiserver.internal.http.Resources;
import io.facet.apiserver.internal.session.Logins;
import io.facet.apiserver.internal.watch.ChangeFeed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What every connection shares.
 *
 * @param settings the settings of this moment; read anew for each decision, so that a change applies at once
 * @param listeners who wants to hear what happens
 * @param traffic counts what goes over the connections
 * @param facades who serves what
 * @param swaps what was exchanged
 * @param parking where calls wait for a facade that is being replaced
 * @param logins who may log in
 * @param changes the changes that watchers wait for
 * @param resources what is served over plain HTTP
 * @param calls runs facade calls
 * @param timer runs short, non-blocking tasks at a given time
 */
public record ServerContext(
        Supplier<Settings> settings,
        Whiteboard<ServerListener> listeners,
        Traffic traffic,
        FacadeRegistry facades,
        SwapLog swaps,
        Parking parking,
        Logins logins,
        ChangeFeed changes,
        Resources resources,
        CallExecutor calls,
        ScheduledExecutorService timer) {}
