// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelInfo;
import io.facet.provisioning.api.CharmProfile;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.Topology;
import io.facet.provisioning.api.TopologyRule;
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
    private final TopologyRule rule;

    ProvisioningInfos(Services services, TopologyRule rule) {
        this.services = services;
        this.rule = rule;
    }

    /**
     * What can be told about machines.
     *
     * @param answers what sources of published images have said so far
     * @param missing takes the searches for images of which none are stored
     */
    List<Outcome<ProvisioningInfo>> of(
            Transaction tx, String modelUuid, List<MachineId> ids, ImageAnswers answers, Set<ImageSearch> missing) {
        ModelFacts facts = ModelFacts.read(services, tx, modelUuid, rule);
        Set<MachineId> wanted = new LinkedHashSet<>(ids);
        Map<MachineId, Machine> machines = services.machines().machines(tx, modelUuid, wanted);
        Map<MachineId, List<Unit>> units = services.applications().unitsOn(tx, modelUuid, wanted);
        Assembly assembly = new Assembly(
                facts,
                units,
                services.applications().applications(tx, modelUuid, names(units.values())),
                RootDisks.read(services, tx, modelUuid, facts, machines.values()),
                VolumePlans.read(services, tx, modelUuid, facts, machines.keySet()),
                StoredImages.read(services, tx, modelUuid, facts, machines.values(), answers, missing),
                new TopologyPlan(facts, rule),
                facts.config().fold(ProvisioningInfos::userData, failure -> Optional.empty()));
        return ids.stream().map(id -> assembly.of(id, machines.get(id))).toList();
    }

    private static Set<String> names(Collection<List<Unit>> units) {
        return units.stream().flatMap(List::stream).map(Unit::application).collect(Collectors.toSet());
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
            VolumePlans volumes,
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
            VolumePlans.Plan plan = volumes.of(
                    machine.id(), InstanceTags.base(model, facts.controllerUuid(), config.get("resource-tags")));
            List<String> profiles = charmProfiles(model, onMachine);
            List<ImageMetadata> fitting = images.of(machine);
            Map<String, Object> controllerConfig = ModelFacts.told(facts.controllerConfig());
            Map<String, String> tags =
                    InstanceTags.of(model, facts.controllerUuid(), config.get("resource-tags"), machine, onMachine);
            Optional<Topology> where = topology.of(machine.constraints(), bindings);
            return new ProvisioningInfo(
                    machine,
                    rootDisk,
                    plan.volumes(),
                    plan.attachments(),
                    tags,
                    bindings.byEndpoint(),
                    profiles,
                    fitting,
                    controllerConfig,
                    userData,
                    where);
        }

        /** Only where the cloud writes LXD profiles; writing them is left to who has access to the server. */
        private List<String> charmProfiles(ModelInfo model, List<Unit> onMachine) {
            if (!facts.capabilities().lxdProfiles()) {
                return List.of();
            }
            try {
                return CharmProfiles.of(model.name(), onMachine, applications).stream()
                        .map(CharmProfile::name)
                        .toList();
            } catch (FacetException e) {
                throw e.inContext("cannot write lxd profiles");
            }
        }
    }
}
