// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.agentprovisioner.api.ContainerConfig;
import io.facet.core.FacetException;
import io.facet.provisioning.api.ContainerSetup;
import io.facet.store.api.Transaction;
import java.util.Map;
import java.util.function.Supplier;

/** What containers are set up with, each failure with its context ({@code provisioner.md} section 3). */
final class ContainerSetups {

    private final Services services;

    ContainerSetups(Services services) {
        this.services = services;
    }

    ContainerSetup of(Transaction tx, String modelUuid) {
        ContainerConfig config = in(
                "cannot get container config", () -> services.agentProvisioner().containerConfig(tx, modelUuid));
        return new ContainerSetup(
                config,
                in("cannot get authorised keys for container config", () -> services.keys()
                        .initialAuthorisedKeysForContainer(tx, modelUuid)),
                CloudInitUserData.parse(config.cloudInitUserData()));
    }

    Map<String, String> managerConfig(Transaction tx, String modelUuid, String containerType) {
        networkingMethod(tx, modelUuid);
        return in("cannot get container manager config", () -> services.agentProvisioner()
                .containerManagerConfigForType(tx, modelUuid, containerType));
    }

    /** How containers get their network: {@code local} or {@code provider}. */
    String networkingMethod(Transaction tx, String modelUuid) {
        return in("cannot get container networking method", () -> services.agentProvisioner()
                .containerNetworkingMethod(tx, modelUuid));
    }

    private static <T> T in(String context, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (FacetException e) {
            throw e.inContext(context);
        }
    }
}
