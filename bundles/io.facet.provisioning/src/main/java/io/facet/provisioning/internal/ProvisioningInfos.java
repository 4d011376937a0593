// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelInfo;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.Topology;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts together what an agent is told before it starts machines. Everything is read in bulk first, so that the number of
 * queries does not depend on the number of machines; then each machine is evaluated in the order of
 * {@code provisioning-info.md} section 1, and its first failure is its outcome.
 */
final class ProvisioningInfos {

    private final Services services;

    ProvisioningInfos(Services services) {
        this.services = services;
    }

    List<Outcome<ProvisioningInfo>> of(Transaction tx, String modelUuid, List<MachineId> ids) {
        ModelFacts facts = ModelFacts.read(services, tx, modelUuid);
        Set<MachineId> wanted = new LinkedHashSet<>(ids);
        Map<MachineId, Machine> machines = services.machines().machines(tx, modelUuid, wanted);
        Map<MachineId, List<Unit>> units = services.applications().unitsOn(tx, modelUuid, wanted);
        Assembly assembly = new Assembly(
                facts,
                units,
                services.applications().applications(tx, modelUuid, principals(units.values())),
                RootDisks.read(services, tx, modelUuid, machines.values()),
                StoredImages.read(services, tx, modelUuid, facts, machines.values()),
                new TopologyPlan(facts),
                facts.config().fold(ProvisioningInfos::userData, failure -> Optional.empty()));
        return ids.stream().map(id -> assembly.of(id, machines.get(id))).toList();
    }

    private static Set<String> principals(Collection<List<Unit>> units) {
        return units.stream()
                .flatMap(List::stream)
                .filter(unit -> unit.principal().isEmpty())
                .map(Unit::application)
                .collect(Collectors.toSet());
    }

    private static Optional<Map<String, Object>> userData(Map<String, Object> config) {
        return config.get("cloudinit-userdata") instanceof String text
                ? CloudInitUserData.parse(text)
                : Optional.empty();
    }

    /** All that was read, and the evaluation of one machine on it. */
    private record Assembly(
            ModelFacts facts,
            Map<MachineId, List<Unit>> units,
            Map<String, Application> applications,
            RootDisks rootDisks,
            StoredImages images,
            TopologyPlan topology,
            Optional<Map<String, Object>> userData) {

        Outcome<ProvisioningInfo> of(MachineId id, Machine machine) {
            if (machine == null) {
                return Outcome.failed(FacetException.notFound("machine " + id));
            }
            try {
                return Outcome.of(evaluate(machine, units.getOrDefault(id, List.of())));
            } catch (FacetException e) {
                return Outcome.failed(e);
            }
        }

        private ProvisioningInfo evaluate(Machine machine, List<Unit> onMachine) {
            ModelInfo model = ModelFacts.told(facts.model());
            Map<String, Object> config = ModelFacts.told(facts.config());
            Bindings bindings = Bindings.of(onMachine, applications, facts.spaces());
            Optional<StoragePool> rootDisk = rootDisks.of(machine);
            Map<String, Object> controllerConfig = ModelFacts.told(facts.controllerConfig());
            Map<String, String> tags =
                    InstanceTags.of(model, facts.controllerUuid(), config.get("resource-tags"), machine, onMachine);
            Optional<Topology> where = topology.of(machine.constraints(), bindings);
            return new ProvisioningInfo(
                    machine,
                    rootDisk,
                    tags,
                    bindings.byEndpoint(),
                    images.of(machine),
                    controllerConfig,
                    userData,
                    where);
        }
    }
}
