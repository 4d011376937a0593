// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.access.api.AccessService;
import io.facet.application.api.ApplicationService;
import io.facet.cloud.api.CloudService;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.storage.api.StorageService;

/** The services that take over parts of a model. */
record ModelServices(
        ModelService models,
        MachineService machines,
        ApplicationService applications,
        NetworkService networks,
        StorageService storage,
        CloudImageMetadataService images,
        KeyUpdaterService keys,
        AccessService access,
        CloudService clouds) {}
