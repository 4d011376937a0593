// SPDX-License-Identifier: Apache-2.0
package io.facet.application.api;

import io.facet.core.MachineId;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Applications and their units. */
@ProviderType
public interface ApplicationService {

    /** The units on each of the machines, subordinates included, sorted by name; a machine without units is absent. */
    Map<MachineId, List<Unit>> unitsOn(Transaction tx, String modelUuid, Collection<MachineId> machines);

    /**
     * The principal units of each of the applications, sorted by name, on machines or not; an application without any is
     * absent.
     */
    Map<String, List<Unit>> principalUnits(Transaction tx, String modelUuid, Collection<String> applications);

    /** The applications with these names; a name that does not exist is absent. */
    Map<String, Application> applications(Transaction tx, String modelUuid, Collection<String> names);

    /** All applications, sorted by name. */
    List<Application> allApplications(Transaction tx, String modelUuid);

    /** All units, subordinates included, sorted by name. */
    List<Unit> allUnits(Transaction tx, String modelUuid);

    /** Takes over applications from a model description. */
    void importApplications(Transaction tx, String modelUuid, Collection<Application> applications);

    /** Takes over units from a model description. */
    void importUnits(Transaction tx, String modelUuid, Collection<Unit> units);
}
