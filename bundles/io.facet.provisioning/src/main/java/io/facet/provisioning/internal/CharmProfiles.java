// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.provisioning.api.CharmProfile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The LXD profiles of the charms on a machine ({@code provisioning-info.md} 6.1). */
final class CharmProfiles {

    private CharmProfiles() {}

    /**
     * The profiles that say something, one for each unit that has one, subordinates included; units of one application
     * name theirs each.
     *
     * @param applications the applications of the model by name, at least those of these units
     * @throws FacetException code {@code not found}, if an application is unknown
     */
    static List<CharmProfile> of(String model, Collection<Unit> units, Map<String, Application> applications) {
        return units.stream()
                .map(unit -> Optional.ofNullable(applications.get(unit.application()))
                        .orElseThrow(() -> FacetException.notFound("application \"" + unit.application() + "\"")))
                .flatMap(application -> application.lxdProfile().stream()
                        .filter(profile -> !profile.isEmpty())
                        .map(profile -> named(model, application, profile)))
                .toList();
    }

    private static CharmProfile named(String model, Application application, LxdProfile profile) {
        return new CharmProfile(
                "juju-" + model + "-" + application.name() + "-" + application.charmRevision(), profile);
    }
}
