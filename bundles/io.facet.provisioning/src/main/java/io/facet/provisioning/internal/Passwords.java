// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.PasswordChange;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets the passwords of machine agents ({@code provisioner.md} section 5, {@code SetPasswords}). */
final class Passwords {

    private final Services services;

    Passwords(Services services) {
        this.services = services;
    }

    List<Optional<FacetException>> set(Transaction tx, String modelUuid, List<PasswordChange> changes) {
        Map<MachineId, Machine> known = services.machines()
                .machines(
                        tx,
                        modelUuid,
                        changes.stream().map(PasswordChange::machine).distinct().toList());
        return Entries.each(tx, changes, change -> {
            Machine machine = known.get(change.machine());
            if (machine == null) {
                throw FacetException.notFound("machine " + change.machine());
            }
            // A password that is too short is refused before a dead machine is; what was set is undone with the entry.
            services.access().setAgentPassword(tx, modelUuid, change.machine().tag(), change.password());
            if (machine.life() == Life.DEAD) {
                throw new FacetException(
                        ErrorCode.DEAD,
                        "updating machine \"" + change.machine() + "\": cannot set password: not found or dead");
            }
        });
    }
}
