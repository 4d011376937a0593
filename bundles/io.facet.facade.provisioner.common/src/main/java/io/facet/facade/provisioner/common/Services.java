// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.provisioning.api.ContainerNetworkService;
import io.facet.provisioning.api.ProvisioningService;
import io.facet.store.api.Store;

/**
 * What a facade delegates to, as found at the start of one call: services may be exchanged while it runs.
 *
 * @param store the store
 * @param models the models
 * @param controller the controller
 * @param machines the machines
 * @param provisioning what spans several services
 * @param containers the networks of containers and their hosts
 * @param agentBinaries the agent binaries
 */
public record Services(
        Store store,
        ModelService models,
        ControllerService controller,
        MachineService machines,
        ProvisioningService provisioning,
        ContainerNetworkService containers,
        AgentBinaryFinder agentBinaries) {

    /**
     * The services.
     *
     * @throws FacetException code {@code try again}, if one is not there at the moment
     */
    public Services {
        require(store, "store");
        require(models, "model");
        require(controller, "controller");
        require(machines, "machine");
        require(provisioning, "provisioning");
        require(containers, "container network");
        require(agentBinaries, "agent binary");
    }

    private static void require(Object service, String name) {
        if (service == null) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the " + name + " service is being exchanged; try again");
        }
    }
}
