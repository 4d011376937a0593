// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.facade.provisioner.common.wire.ConfigResult;
import io.facet.facade.provisioner.common.wire.ContainerConfigResult;
import io.facet.facade.provisioner.common.wire.ContainerProfileResult;
import io.facet.facade.provisioner.common.wire.ContainerType;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.Entities.Entity;
import io.facet.facade.provisioner.common.wire.MachineContainerResult;
import io.facet.facade.provisioner.common.wire.MachineContainers;
import io.facet.facade.provisioner.common.wire.MachineContainers.MachineContainer;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.ProfileArgs;
import io.facet.facade.provisioner.common.wire.ProfileArgs.ProfileArg;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.ContainerSupport;
import io.facet.provisioning.api.ProfileChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What hosts ask and report about their containers, networks aside ({@code provisioner.md} sections 3 to 5). */
final class ContainerSupportMethods {

    private ContainerSupportMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("ContainerManagerConfig", ContainerType.class, ContainerSupportMethods::managerConfig),
                Method.reads("ContainerConfig", NoParams.class, ContainerSupportMethods::config),
                Method.reads("GetContainerProfileInfo", Entities.class, ContainerSupportMethods::profileInfo),
                Method.reads("SupportedContainers", Entities.class, ContainerSupportMethods::supported),
                Method.changes(
                        "SetSupportedContainers", MachineContainers.class, ContainerSupportMethods::setSupported),
                Method.changes("SetCharmProfiles", ProfileArgs.class, ContainerSupportMethods::setCharmProfiles));
    }

    private static CompletionStage<?> managerConfig(Call call, ContainerType args) {
        return call.read(tx -> new ConfigResult(new LinkedHashMap<>(
                call.services().provisioning().containerManagerConfig(tx, call.modelUuid(), args.type()))));
    }

    private static CompletionStage<?> config(Call call, NoParams none) {
        return call.read(
                tx -> ContainerConfigResult.of(call.services().provisioning().containerSetup(tx, call.modelUuid())));
    }

    /** The host is the caller's own machine. */
    private static CompletionStage<?> profileInfo(Call call, Entities args) {
        MachineId host = Tag.parseMachine(call.caller().tag());
        Bulk<Entity> bulk = new Bulk<>(args.entities(), Entity::tag, call.access()::admitMachineTag);
        List<MachineId> containers = bulk.admitted((id, entity) -> id);
        return call.read(tx -> call.services().provisioning().containerProfiles(tx, call.modelUuid(), host, containers))
                .thenApply(found -> new Results<>(bulk.merge(
                        found,
                        profiles -> profiles.fold(ContainerProfileResult::of, ContainerProfileResult::failed),
                        ContainerProfileResult::failed)));
    }

    private static CompletionStage<?> supported(Call call, Entities args) {
        Bulk<Entity> bulk = new Bulk<>(args.entities(), Entity::tag, call.access()::admit);
        return call.read(tx -> {
            Map<MachineId, Machine> machines =
                    call.services().machines().machines(tx, call.modelUuid(), bulk.machines());
            return new Results<>(bulk.results(
                    (id, entity) -> MachineContainerResult.of(
                            MachineMethods.existing(machines, id).supportedContainers()),
                    MachineContainerResult::failed));
        });
    }

    private static CompletionStage<?> setSupported(Call call, MachineContainers args) {
        return Writes.run(
                call,
                new Bulk<>(args.params(), MachineContainer::machineTag, call.access()::admit),
                (id, entry) -> new ContainerSupport(id, entry.containerTypes()),
                call.services().provisioning()::setSupportedContainers);
    }

    private static CompletionStage<?> setCharmProfiles(Call call, ProfileArgs args) {
        return Writes.run(
                call,
                new Bulk<>(args.args(), ProfileArg::tag, call.access()::admitMachineTag),
                (id, entry) -> new ProfileChange(id, entry.profiles()),
                call.services().provisioning()::setCharmProfiles);
    }
}
