// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.CharmProfile;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The LXD profiles that the containers of one host need, with the checks that all preparation of containers begins with
 * ({@code provisioner.md} 5.2).
 */
final class ContainerProfiles {

    private static final String WHAT = "cannot prepare container LXD profile config";

    private final Services services;

    ContainerProfiles(Services services) {
        this.services = services;
    }

    List<Outcome<List<CharmProfile>>> of(Transaction tx, String modelUuid, MachineId host, List<MachineId> containers) {
        String model = services.models()
                .model(tx, modelUuid)
                .orElseThrow(() -> FacetException.notFound("model \"" + modelUuid + "\""))
                .name();
        services.clouds().cloud(tx, modelUuid);
        Set<MachineId> wanted = new LinkedHashSet<>(containers);
        wanted.add(host);
        Map<MachineId, Machine> machines = services.machines().machines(tx, modelUuid, wanted);
        checkHost(host, machines.get(host));
        new ContainerSetups(services).networkingMethod(tx, modelUuid);
        Map<MachineId, List<Unit>> units = services.applications().unitsOn(tx, modelUuid, Set.copyOf(containers));
        Map<String, Application> applications = services.applications()
                .applications(
                        tx,
                        modelUuid,
                        units.values().stream()
                                .flatMap(List::stream)
                                .map(Unit::application)
                                .collect(Collectors.toSet()));
        return containers.stream()
                .map(id -> machines.containsKey(id)
                        ? profiles(model, id, units.getOrDefault(id, List.of()), applications)
                        : Outcome.<List<CharmProfile>>failed(FacetException.notFound("machine " + id)))
                .toList();
    }

    private static void checkHost(MachineId host, Machine found) {
        if (found == null) {
            throw FacetException.notFound("machine " + host);
        }
        if (found.instance().isEmpty()) {
            throw FacetException.notProvisioned("host machine \"" + host + "\"").inContext(WHAT);
        }
    }

    private static Outcome<List<CharmProfile>> profiles(
            String model, MachineId id, List<Unit> units, Map<String, Application> applications) {
        if (!id.isContainer()) {
            return Outcome.failed(FacetException.uncoded(
                    "cannot prepare LXD profile config for \"" + id.tag() + "\": not a container"));
        }
        try {
            return Outcome.of(CharmProfiles.of(model, units, applications));
        } catch (FacetException e) {
            return Outcome.failed(e);
        }
    }
}
