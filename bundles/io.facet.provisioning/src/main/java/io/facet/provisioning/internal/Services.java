// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.access.api.AccessService;
import io.facet.agentprovisioner.api.AgentProvisionerService;
import io.facet.application.api.ApplicationService;
import io.facet.cloud.api.CloudService;
import io.facet.controller.api.ControllerService;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.storage.api.StorageService;

/** The services underneath, as found at the start of one operation: they may be exchanged while it runs. */
public record Services(
        ModelService models,
        MachineService machines,
        ApplicationService applications,
        NetworkService network,
        StorageService storage,
        CloudImageMetadataService images,
        ControllerService controller,
        CloudService clouds,
        AccessService access,
        AgentProvisionerService agentProvisioner,
        KeyUpdaterService keys) {}
