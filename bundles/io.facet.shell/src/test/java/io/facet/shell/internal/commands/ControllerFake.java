// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.controller.api.ExternalController;
import io.facet.core.HostPort;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A controller that has an identity and nothing else. */
final class ControllerFake implements ControllerService {
    static final String MODEL = "cccccccc-1111-4000-8000-000000000000";

    @Override
    public ControllerIdentity identity(Transaction tx) {
        return new ControllerIdentity("cccccccc-0000-4000-8000-000000000000", MODEL, "PEM");
    }

    @Override
    public Map<String, Object> config(Transaction tx) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> configKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateConfig(Transaction tx, Map<String, Object> set, Collection<String> remove) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<List<HostPort>> apiHostPortsForAgents(Transaction tx) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<List<HostPort>> apiHostPortsForClients(Transaction tx) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setApiHostPorts(Transaction tx, String nodeId, List<HostPort> forAgents, List<HostPort> forClients) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, ExternalController> externalControllers(Transaction tx, Collection<String> modelUuids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setExternalController(Transaction tx, String modelUuid, ExternalController controller) {
        throw new UnsupportedOperationException();
    }
}
