// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static io.facet.machine.api.MachineService.AGENT_START_NAMESPACE;
import static io.facet.machine.api.MachineService.LIFE_NAMESPACE;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.facet.controller.api.ControllerService;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.facade.api.FacadeException;
import io.facet.facade.api.Watch;
import io.facet.facade.provisioner.common.wire.ApiError;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.NotifyWatchResult;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.StringsWatchResult;
import io.facet.facade.provisioner.common.wire.WatchContainers;
import io.facet.facade.provisioner.common.wire.WatchContainers.WatchContainer;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelService;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The watch methods ({@code provisioner.md} section 7). The initial list and the position in the change log after which
 * the watcher starts are read in one transaction, so that no change falls between them.
 */
final class WatchMethods {

    private static final Duration START_TIME_HOLD_BACK = Duration.ofMillis(500);
    private static final Duration ERROR_RETRY_PERIOD = Duration.ofMinutes(1);

    private WatchMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("WatchModelMachines", NoParams.class, (call, none) -> watchMachines(call, Start::lives)),
                Method.reads(
                        "WatchModelMachineStartTimes",
                        NoParams.class,
                        (call, none) -> watchMachines(call, Start::startTimes)),
                Method.reads("WatchMachineErrorRetry", NoParams.class, WatchMethods::watchMachineErrorRetry),
                Method.reads("WatchForModelConfigChanges", NoParams.class, WatchMethods::watchModelConfig),
                Method.reads("WatchAPIHostPorts", NoParams.class, WatchMethods::watchApiHostPorts),
                Method.reads("WatchContainers", WatchContainers.class, WatchMethods::watchContainers),
                Method.reads("WatchAllContainers", WatchContainers.class, WatchMethods::watchContainers));
    }

    /** The machines a watcher starts from, and where in the change log. */
    private record Start(String modelUuid, String scope, String keyPrefix, Map<MachineId, Life> machines, long since) {

        Watch lives() {
            return new Watch.LifeCycle(source(Set.of(LIFE_NAMESPACE)), dead());
        }

        Watch startTimes() {
            return new Watch.Keys(source(Set.of(LIFE_NAMESPACE, AGENT_START_NAMESPACE)), START_TIME_HOLD_BACK);
        }

        private Watch.Source source(Set<String> namespaces) {
            return new Watch.Source(modelUuid, namespaces, scope, keyPrefix, since);
        }

        private Set<String> dead() {
            return machines.entrySet().stream()
                    .filter(machine -> machine.getValue() == Life.DEAD)
                    .map(machine -> machine.getKey().value())
                    .collect(Collectors.toSet());
        }

        List<String> ids() {
            return machines.keySet().stream().sorted().map(MachineId::value).toList();
        }
    }

    private static CompletionStage<?> watchMachines(Call call, Function<Start, Watch> watch) {
        call.access().requireController();
        return call.read(tx -> topLevel(call, tx))
                .thenApply(start -> StringsWatchResult.of(call.watch(watch.apply(start)), start.ids()));
    }

    private static Start topLevel(Call call, Transaction tx) {
        try {
            return new Start(
                    call.modelUuid(),
                    "",
                    "",
                    call.services().machines().topLevelLives(tx, call.modelUuid()),
                    tx.position(call.modelUuid()));
        } catch (FacetException e) {
            throw e.inContext("cannot obtain initial model machines");
        }
    }

    private static CompletionStage<?> watchMachineErrorRetry(Call call, NoParams none) {
        call.access().requireController();
        return completedFuture(new NotifyWatchResult(call.watch(new Watch.Timer(ERROR_RETRY_PERIOD))));
    }

    private static CompletionStage<?> watchModelConfig(Call call, NoParams none) {
        return call.read(tx -> tx.position(call.modelUuid()))
                .thenApply(since -> notify(call, call.modelUuid(), ModelService.CONFIG_NAMESPACE, since));
    }

    private static CompletionStage<?> watchApiHostPorts(Call call, NoParams none) {
        return call.read(tx -> {
                    String model = call.services().controller().identity(tx).modelUuid();
                    return new Start(model, "", "", Map.of(), tx.position(model));
                })
                .thenApply(start ->
                        notify(call, start.modelUuid(), ControllerService.API_ADDRESSES_NAMESPACE, start.since()));
    }

    private static NotifyWatchResult notify(Call call, String modelUuid, String namespace, long since) {
        return new NotifyWatchResult(
                call.watch(new Watch.Notify(new Watch.Source(modelUuid, Set.of(namespace), "", "", since))));
    }

    private static CompletionStage<?> watchContainers(Call call, WatchContainers args) {
        Bulk<WatchContainer> bulk = new Bulk<>(args.params(), WatchContainer::machineTag, call.access()::admit);
        return call.read(tx -> {
                    Map<MachineId, Machine> hosts =
                            call.services().machines().machines(tx, call.modelUuid(), bulk.machines());
                    long since = tx.position(call.modelUuid());
                    return bulk.<Outcome<Start>>results(
                            (host, wanted) -> {
                                MachineMethods.existing(hosts, host);
                                return Outcome.of(containers(call, tx, host, wanted.containerType(), since));
                            },
                            Outcome::failed);
                })
                .thenApply(starts -> new Results<>(starts.stream()
                        .map(start -> start.fold(found -> watchLives(call, found), StringsWatchResult::failed))
                        .toList()));
    }

    private static Start containers(Call call, Transaction tx, MachineId host, String type, long since) {
        return new Start(
                call.modelUuid(),
                host.value(),
                type.isEmpty() ? "" : host + "/" + type + "/",
                call.services().machines().containerLives(tx, call.modelUuid(), host, type),
                since);
    }

    /** A connection with too many watchers refuses this one; those before it are started. */
    private static StringsWatchResult watchLives(Call call, Start start) {
        try {
            return StringsWatchResult.of(call.watch(start.lives()), start.ids());
        } catch (FacadeException e) {
            return StringsWatchResult.failed(new ApiError(e.getMessage(), e.code()));
        }
    }
}
