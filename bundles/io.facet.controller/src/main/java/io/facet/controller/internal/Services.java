// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.access.api.AccessService;
import io.facet.cloud.api.CloudService;
import io.facet.controller.api.ControllerService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.storage.api.StorageService;

/** The services that make up a controller, as found at the start of one operation: they may be exchanged meanwhile. */
public record Services(
        ControllerService controller,
        ModelService models,
        MachineService machines,
        AccessService access,
        CloudService clouds,
        StorageService storage) {}
