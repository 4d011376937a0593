// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.ServerFigures;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.api.WatcherStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The server's part for facades that register a {@link Runnable}. What it remembers outlives a restart. */
final class FakeServer implements FacadeSwitch, ApiServer {
    final Set<Long> held = new HashSet<>();
    final Set<Long> pinned = new HashSet<>();
    final List<SwapStatus> swaps = new ArrayList<>();
    CompletableFuture<Drain> drain = CompletableFuture.completedFuture(new Drain(3, 0));

    /** What happens after the pin is set and before the caller hears of it. */
    Runnable afterSwitch = () -> {};

    private final FrameworkRule framework;

    FakeServer(FrameworkRule framework) {
        this.framework = framework;
    }

    @Override
    public void hold(long bundleId) {
        held.add(bundleId);
    }

    @Override
    public void release(long bundleId) {
        held.remove(bundleId);
    }

    @Override
    public CompletableFuture<Void> ready(long bundleId) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        framework.context().addServiceListener(event -> {
            if (comesUp(event.getServiceReference(), bundleId)) {
                ready.complete(null);
            }
        });
        if (isUp(framework.context().getBundle(bundleId))) {
            ready.complete(null);
        }
        return ready;
    }

    @Override
    public String trouble(long bundleId) {
        return isUp(framework.context().getBundle(bundleId)) ? "" : "it has not registered its facade";
    }

    @Override
    public CompletableFuture<Drain> switchTo(long bundleId) {
        if (!isUp(framework.context().getBundle(bundleId))) {
            throw new IllegalStateException("bundle " + bundleId + " is not ready");
        }
        pinned.clear();
        pinned.add(bundleId);
        afterSwitch.run();
        return drain;
    }

    @Override
    public boolean isPinned(long bundleId) {
        return pinned.contains(bundleId);
    }

    @Override
    public void unpin(long bundleId) {
        pinned.remove(bundleId);
    }

    @Override
    public CompletableFuture<Drain> drain() {
        afterSwitch.run();
        return drain;
    }

    @Override
    public void record(SwapStatus swap) {
        swaps.add(swap);
    }

    @Override
    public List<SwapStatus> swaps() {
        return swaps;
    }

    @Override
    public List<FacadeStatus> facades() {
        return serving()
                .map(bundle -> new FacadeStatus(
                        "Sample",
                        1,
                        1,
                        bundle.getBundleId(),
                        bundle.getSymbolicName(),
                        bundle.getVersion().toString(),
                        true,
                        isPinned(bundle.getBundleId()),
                        0,
                        ""))
                .stream()
                .toList();
    }

    /** The bundle that gets the calls. */
    Optional<Bundle> serving() {
        return Arrays.stream(framework.context().getBundles())
                .filter(bundle -> !held.contains(bundle.getBundleId()) || pinned.contains(bundle.getBundleId()))
                .filter(FakeServer::isUp)
                .max(Comparator.comparing((Bundle bundle) -> pinned.contains(bundle.getBundleId()))
                        .thenComparing(Bundle::getVersion));
    }

    @Override
    public String health() {
        return "running";
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public List<ConnectionStatus> connections() {
        return List.of();
    }

    @Override
    public ServerFigures figures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> methods(String facade, int version) {
        return List.of();
    }

    @Override
    public List<WatcherStatus> watchers() {
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
        throw new UnsupportedOperationException();
    }

    private static boolean comesUp(ServiceReference<?> service, long bundleId) {
        Bundle bundle = service.getBundle();
        return bundle != null && bundle.getBundleId() == bundleId && isUp(bundle);
    }

    private static boolean isUp(Bundle bundle) {
        ServiceReference<?>[] services = bundle == null ? null : bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .anyMatch(service -> Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                                        .contains(Runnable.class.getName())
                                && service.getProperty("facade.name") != null);
    }
}
