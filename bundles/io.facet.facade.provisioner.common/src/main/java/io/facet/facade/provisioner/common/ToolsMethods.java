// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.FindTools;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.Tools;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The methods that tell where agent binaries are ({@code provisioner.md} 3.2 and section 4): on this controller, at each of
 * its addresses, whether they are stored or have to be fetched first.
 */
final class ToolsMethods {

    private ToolsMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("FindTools", FindTools.class, ToolsMethods::findTools),
                Method.reads("Tools", Entities.class, ToolsMethods::tools));
    }

    private static CompletionStage<?> findTools(Call call, FindTools wanted) {
        AgentBinaryQuery query =
                new AgentBinaryQuery(AgentVersion.parse(wanted.number()), wanted.release(), wanted.arch());
        return find(call, query, wanted.agentStream())
                .thenApply(found -> found.fold(Tools.FindResult::of, Tools.FindResult::failed));
    }

    /** Each agent may ask for itself alone, so there is at most one search. */
    private static CompletionStage<?> tools(Call call, Entities args) {
        Bulk<Entities.Entity> bulk = new Bulk<>(args.entities(), Entities.Entity::tag, call.access()::admitOwn);
        return call.read(tx -> own(call, tx, bulk))
                .thenCompose(own -> own.<CompletionStage<Outcome<List<Tools>>>>fold(
                        query -> find(call, query, ""), refusal -> completedFuture(Outcome.failed(refusal))))
                .thenApply(found -> new Results<>(bulk.results(
                        (id, entity) -> found.fold(Tools.Result::of, Tools.Result::failed), Tools.Result::failed)));
    }

    /** What the caller's own machine needs, if that is what was asked for. */
    private static Outcome<AgentBinaryQuery> own(Call call, Transaction tx, Bulk<Entities.Entity> bulk) {
        AgentVersion number = modelVersion(call, tx);
        Map<MachineId, Machine> machines = call.services().machines().machines(tx, call.modelUuid(), bulk.machines());
        return bulk.machines().stream()
                .findFirst()
                .map(id -> needed(number, machines, id))
                .orElseGet(() -> Outcome.failed(FacetException.permissionDenied()));
    }

    private static Outcome<AgentBinaryQuery> needed(
            AgentVersion number, Map<MachineId, Machine> machines, MachineId id) {
        try {
            AgentBinaryVersion reported = MachineMethods.existing(machines, id)
                    .agentVersion()
                    .orElseThrow(() -> FacetException.notFound("agent binaries for machine " + id));
            return Outcome.of(new AgentBinaryQuery(number, reported.os(), reported.arch()));
        } catch (FacetException e) {
            return Outcome.failed(e);
        }
    }

    private static AgentVersion modelVersion(Call call, Transaction tx) {
        return call.services()
                .models()
                .model(tx, call.modelUuid())
                .orElseThrow(() -> FacetException.notFound("model").inContext("getting agent version"))
                .agentVersion();
    }

    /** Where the binaries that fit can be had, or why they cannot. */
    private static CompletionStage<Outcome<List<Tools>>> find(Call call, AgentBinaryQuery query, String stream) {
        return call.services()
                .agentBinaries()
                .find(call.modelUuid(), query, stream)
                .thenCompose(found -> call.read(tx -> offered(call, tx, found)))
                .handle((offered, failure) -> failure == null ? Outcome.of(offered) : Outcome.failed(refusal(failure)));
    }

    private static List<Tools> offered(Call call, Transaction tx, List<AgentBinary> found) {
        List<String> addresses = ApiAddresses.usable(call.services().controller(), tx);
        if (addresses.isEmpty()) {
            throw FacetException.uncoded("no suitable API server address to pick from");
        }
        return found.stream()
                .flatMap(binary -> addresses.stream()
                        .map(address -> new Tools(
                                binary.version().toString(),
                                "https://" + address + "/model/" + call.modelUuid() + "/tools/" + binary.version(),
                                binary.sha256(),
                                binary.size())))
                .toList();
    }

    private static FacetException refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FacetException refusal) {
            return refusal;
        }
        throw new CompletionException(cause);
    }
}
