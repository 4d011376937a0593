// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.Entities.Entity;
import io.facet.facade.provisioner.common.wire.HostNetworkChange;
import io.facet.facade.provisioner.common.wire.MachineNetworkConfigResult;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.SetMachineNetworkConfig;
import io.facet.network.api.ObservedDevice;
import io.facet.store.api.TransactionBody;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The methods on the networks of containers and their hosts ({@code networking.md} sections 2 to 5). */
final class NetworkMethods {

    private static final String AS_SENT = "";

    private NetworkMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("HostChangesForContainers", Entities.class, NetworkMethods::hostChanges),
                Method.changes(
                        "PrepareContainerInterfaceInfo",
                        Entities.class,
                        (call, args) -> interfaceInfo(call, args, false)),
                Method.changes(
                        "GetContainerInterfaceInfo", Entities.class, (call, args) -> interfaceInfo(call, args, true)),
                Method.changes("ReleaseContainerAddresses", Entities.class, NetworkMethods::releaseAddresses),
                setObservedConfig("SetHostMachineNetworkConfig", AS_SENT),
                setObservedConfig("SetObservedNetworkConfig", AS_SENT));
    }

    /** As it was up to version 10, whose clients do not say where they know a device from. */
    static Method<?> setHostConfigFromMachine() {
        return setObservedConfig("SetHostMachineNetworkConfig", "machine");
    }

    private static Method<?> setObservedConfig(String name, String originIfNone) {
        return Method.changes(
                name, SetMachineNetworkConfig.class, (call, args) -> setObservedConfig(call, args, originIfNone));
    }

    private static CompletionStage<?> hostChanges(Call call, Entities args) {
        Bulk<Entity> bulk = containers(call, args);
        List<MachineId> admitted = bulk.admitted((id, entity) -> id);
        String caller = call.caller().tag();
        return call.read(tx -> call.services().containers().missingBridges(tx, call.modelUuid(), caller, admitted))
                .thenApply(changes -> new Results<>(bulk.merge(
                        changes,
                        change -> change.fold(HostNetworkChange::of, HostNetworkChange::failed),
                        HostNetworkChange::failed)));
    }

    private static CompletionStage<?> interfaceInfo(Call call, Entities args, boolean onlyNew) {
        Bulk<Entity> bulk = containers(call, args);
        List<MachineId> admitted = bulk.admitted((id, entity) -> id);
        String caller = call.caller().tag();
        return call.read(tx -> call.services().containers().prepare(tx, call.modelUuid(), caller, admitted, onlyNew))
                .thenCompose(call.services().containers()::allocate)
                .thenApply(infos -> new Results<>(bulk.merge(
                        infos,
                        info -> info.fold(MachineNetworkConfigResult::of, MachineNetworkConfigResult::failed),
                        MachineNetworkConfigResult::failed)));
    }

    private static Bulk<Entity> containers(Call call, Entities args) {
        return new Bulk<>(args.entities(), Entity::tag, call.access()::admitMachineTag);
    }

    private static CompletionStage<?> releaseAddresses(Call call, Entities args) {
        return Writes.run(
                call,
                new Bulk<>(args.entities(), Entity::tag, call.access()::admit),
                (id, entity) -> id,
                call.services().containers()::releaseAddresses);
    }

    /** An agent reports of its own machine only, not even of its containers. */
    private static CompletionStage<?> setObservedConfig(Call call, SetMachineNetworkConfig args, String originIfNone) {
        MachineId machine = Tag.parseMachine(args.tag());
        if (!machine.tag().equals(call.caller().tag())) {
            throw FacetException.permissionDenied();
        }
        List<ObservedDevice> reported = args.config().stream()
                .map(device -> device.observed(originIfNone))
                .toList();
        TransactionBody<Map<String, Object>> body = tx -> {
            call.services().containers().setObservedConfig(tx, call.modelUuid(), machine, reported);
            return Map.of();
        };
        // Without devices there is nothing to write, so nobody waits for the disk.
        return reported.isEmpty() ? call.read(body) : call.write(body);
    }
}
