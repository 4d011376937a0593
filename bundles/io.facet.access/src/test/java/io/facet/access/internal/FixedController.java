// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.controller.api.ExternalController;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A controller in memory: the real one is tested with the real access service, and cannot be here as well. */
final class FixedController implements ControllerService {
    static final String UUID = "cccccccc-0000-4000-8000-000000000000";
    static final String MODEL = "cccccccc-1111-4000-8000-000000000000";

    private final Map<String, Object> config = new ConcurrentHashMap<>();

    @Override
    public ControllerIdentity identity(Transaction tx) {
        return new ControllerIdentity(UUID, MODEL, "PEM");
    }

    @Override
    public Map<String, Object> config(Transaction tx) {
        return Map.copyOf(config);
    }

    @Override
    public List<String> configKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateConfig(Transaction tx, Map<String, Object> set, Collection<String> remove) {
        config.putAll(set);
        remove.forEach(config::remove);
        set.keySet().forEach(key -> tx.changed(CONFIG_NAMESPACE, "", key, ""));
    }

    @Override
    public List<List<HostPort>> apiHostPortsForAgents(Transaction tx) {
        return List.of(List.of(new HostPort(NetworkAddress.derive("10.0.0.5"), 17070)));
    }

    @Override
    public List<List<HostPort>> apiHostPortsForClients(Transaction tx) {
        return List.of(List.of(new HostPort(NetworkAddress.derive("api.example.net"), 17070)));
    }

    @Override
    public void setApiHostPorts(Transaction tx, String nodeId, List<HostPort> forAgents, List<HostPort> forClients) {
        throw new AssertionError("the login sets no addresses");
    }

    @Override
    public Map<String, ExternalController> externalControllers(Transaction tx, Collection<String> modelUuids) {
        return Map.of();
    }

    @Override
    public void setExternalController(Transaction tx, String modelUuid, ExternalController other) {
        throw new AssertionError("the login records no controllers");
    }
}
