// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.NetworkAddress;
import io.facet.machine.api.Machine;
import io.facet.network.api.Guest;
import io.facet.network.api.GuestInterface;
import io.facet.network.api.MissingBridges;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.PreparedContainer;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;

/** Prepares the network of containers on the caller's host ({@code networking.md} 2.5 and 3.2). */
final class ContainerPreparation {

    private final ContainerServices services;

    ContainerPreparation(ContainerServices services) {
        this.services = services;
    }

    List<Outcome<MissingBridges>> missingBridges(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers) {
        ContainerFrame frame = ContainerFrame.enter(services, tx, modelUuid, callerTag, containers);
        return frame.each(containers, container -> services.bridges()
                .findMissingBridgesForContainer(frame.network(), guest(container)));
    }

    List<Outcome<PreparedContainer>> prepare(
            Transaction tx, String modelUuid, String callerTag, List<MachineId> containers, boolean onlyNew) {
        ContainerFrame frame = ContainerFrame.enter(services, tx, modelUuid, callerTag, containers);
        boolean byProvider = !frame.isManualHost() && asksProvider(frame.cloud().type());
        return frame.each(
                containers, container -> {
                    if (onlyNew) {
                        checkNew(container);
                    }
                    List<ContainerInterface> prepared = services
                            .bridges()
                            .populateContainerLinkLayerDevices(frame.network(), guest(container), byProvider)
                            .stream()
                            .map(ContainerPreparation::containerInterface)
                            .toList();
                    return new PreparedContainer(
                            prepared,
                            byProvider
                                    ? Optional.of(new ContainerAddressRequest(
                                            frame.cloud(),
                                            modelUuid,
                                            frame.hostInstance().instanceId(),
                                            container.id(),
                                            prepared))
                                    : Optional.empty());
                });
    }

    /** Whatever the networking method. A cloud that could allocate, but has nobody here to do it, counts as unable. */
    private boolean asksProvider(String cloudType) {
        return services.clouds().capabilities(cloudType).containerAddresses()
                && services.clouds().allocatesContainerAddresses(cloudType);
    }

    private static void checkNew(Machine container) {
        container.instance().ifPresent(instance -> {
            throw FacetException.uncoded(
                    "container \"" + container.id() + "\" already provisioned as \"" + instance.instanceId() + "\"");
        });
    }

    private static Guest guest(Machine container) {
        return new Guest(container.id(), container.constraints());
    }

    private static ContainerInterface containerInterface(GuestInterface prepared) {
        return new ContainerInterface(
                0,
                prepared.name(),
                "ethernet",
                prepared.macAddress(),
                prepared.mtu(),
                prepared.parentName(),
                prepared.virtualPortType(),
                prepared.configMethod(),
                "",
                "",
                prepared.providerSubnetId(),
                "",
                "",
                "",
                prepared.vlanTag(),
                false,
                false,
                prepared.defaultGateway(),
                "",
                "",
                List.of(new ContainerInterface.Address("", NetworkAddress.HOSTNAME, "", prepared.cidr(), "", "")),
                List.of(),
                List.of(),
                List.of());
    }
}
