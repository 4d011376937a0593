// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.ServerFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/** The figures of the API server. */
final class ServerMeters implements AutoCloseable {

    private static final String BYTES = "bytes";
    private static final String SECONDS = "seconds";

    private final ApiServer server;
    private final MeterGroup<ServerFigures> figures;
    private final GaugeRows<FacadeVersion> serving;

    private record FacadeVersion(String facade, int version) {}

    ServerMeters(MeterRegistry registry, ApiServer server) {
        this.server = server;
        figures = new MeterGroup<>(registry, server::figures)
                .gauge("facet.sockets", "Open TCP connections, those not upgraded yet included", ServerFigures::sockets)
                .gauge("facet.sockets.limit", "How many there may be", ServerFigures::maxSockets)
                .gauge("facet.connections", "Open WebSocket connections", ServerFigures::connections)
                .gauge("facet.connections.logged.in", "Those of them that are logged in", ServerFigures::loggedIn)
                .gauge("facet.watchers", "Watchers of all connections", ServerFigures::watchers)
                .gauge("facet.next.waiting", "Next calls that wait for an event", ServerFigures::waitingNext)
                .gauge("facet.calls.running", "Calls that have begun and not ended", ServerFigures::runningCalls)
                .gauge("facet.calls.queued", "Calls that wait for a thread", ServerFigures::queuedCalls)
                .gauge("facet.calls.queued.limit", "How many may", ServerFigures::maxQueuedCalls)
                .gauge("facet.call.threads", "Threads that run calls", ServerFigures::callThreads)
                .gauge(
                        "facet.calls.parked",
                        "Calls that wait for a facade or service that is being replaced",
                        ServerFigures::parkedCalls)
                .gauge("facet.calls.parked.limit", "How many may", ServerFigures::maxParkedCalls)
                .counter("facet.events", null, "Events that watchers were told", ServerFigures::events)
                .counter("facet.received", BYTES, "Bytes of the messages received", ServerFigures::bytesIn)
                .counter("facet.sent", BYTES, "Bytes of the messages sent", ServerFigures::bytesOut)
                .gauge(
                        "facet.event.loop.stall",
                        SECONDS,
                        "The longest time within the last minute that an event loop was late",
                        now -> MeterGroup.seconds(now.longestStall()))
                .gauge(
                        "facet.certificate.expiry.timestamp",
                        SECONDS,
                        "When the certificate of the API expires, in seconds since 1970; NaN while there is none",
                        now -> now.certificateExpiry()
                                .map(expiry -> (double) expiry.getEpochSecond())
                                .orElse(Double.NaN));
        serving = new GaugeRows<>(
                registry,
                "facet.facade.serving",
                "1 if one of the bundles that provide the facade version serves it, 0 if none does",
                key -> Tags.of("facade", key.facade(), "version", Integer.toString(key.version())));
        showFacades();
    }

    void showFacades() {
        Map<FacadeVersion, Double> rows = new HashMap<>();
        for (FacadeStatus facade : server.facades()) {
            rows.merge(new FacadeVersion(facade.name(), facade.version()), facade.serving() ? 1.0 : 0.0, Math::max);
        }
        serving.show(rows);
    }

    @Override
    public void close() {
        figures.close();
        serving.show(Map.of());
    }
}
