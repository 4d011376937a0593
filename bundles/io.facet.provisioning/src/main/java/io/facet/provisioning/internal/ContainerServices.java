// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.agentprovisioner.api.AgentProvisionerService;
import io.facet.cloud.api.CloudService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.BridgePolicy;
import io.facet.network.api.NetworkService;

/** The services underneath container networking, as found at the start of one operation: they may be exchanged. */
public record ContainerServices(
        ModelService models,
        MachineService machines,
        NetworkService network,
        BridgePolicy bridges,
        CloudService clouds,
        AgentProvisionerService agentProvisioner) {}
