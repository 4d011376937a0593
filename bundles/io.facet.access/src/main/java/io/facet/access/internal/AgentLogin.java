// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Tag;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Optional;

/** Authenticates agents ({@code wire.md} 4.3). */
final class AgentLogin {

    /**
     * Who an agent turned out to be.
     *
     * @param controller whether the entity is a controller
     * @param elsewhere whether it was found in the controller model instead of the model of the connection
     */
    record Identity(boolean controller, boolean elsewhere) {}

    private final AccessRows rows;
    private final MachineService machines;

    AgentLogin(AccessRows rows, MachineService machines) {
        this.rows = rows;
        this.machines = machines;
    }

    /** The refusal of an unknown entity and of a wrong password, which must look the same. */
    static FacetException refused() {
        return new FacetException(ErrorCode.UNAUTHORIZED, "invalid entity name or password");
    }

    /**
     * Authenticates an agent of the model, or a controller agent of the controller model.
     *
     * @throws FacetException the refusal
     */
    Identity login(Transaction tx, String modelUuid, String controllerModel, Tag tag, String hash, String nonce) {
        Optional<Identity> own =
                passwordFits(tx, modelUuid, tag, hash).map(machine -> identify(tag, machine, nonce, false));
        if (own.isPresent()) {
            return own.get();
        }
        boolean mayBeController = tag.kind() == Tag.Kind.MACHINE || tag.kind() == Tag.Kind.CONTROLLER;
        if (!mayBeController || modelUuid.equals(controllerModel)) {
            throw refused();
        }
        try {
            return passwordFits(tx, controllerModel, tag, hash)
                    .map(machine -> identify(tag, machine, nonce, true))
                    .filter(Identity::controller)
                    .orElseThrow(AgentLogin::refused);
        } catch (FacetException e) {
            // Whatever went wrong there, the answer is the one of the model that was asked for.
            throw refused();
        }
    }

    /** Present if the entity exists and the password is its own; holds the machine if it is one. */
    private Optional<Optional<Machine>> passwordFits(Transaction tx, String modelUuid, Tag tag, String hash) {
        Optional<String> stored = rows.agentHash(tx, modelUuid, tag.toString());
        Optional<Machine> machine = tag.kind() == Tag.Kind.MACHINE
                ? Optional.ofNullable(machines.machines(tx, modelUuid, List.of(tag.machineId()))
                        .get(tag.machineId()))
                : Optional.empty();
        boolean exists = stored.isPresent() && (tag.kind() != Tag.Kind.MACHINE || machine.isPresent());
        // Compared even if there is nothing to compare with: the time must not tell one case from the other.
        boolean same = AgentPasswords.same(exists ? stored.get() : AgentPasswords.NO_HASH, hash);
        return exists && same ? Optional.of(machine) : Optional.empty();
    }

    private static Identity identify(Tag tag, Optional<Machine> machine, String nonce, boolean elsewhere) {
        if (machine.isPresent()
                && (nonce.isEmpty() || !nonce.equals(machine.get().nonce()))) {
            throw FacetException.notProvisioned("machine " + tag.id());
        }
        boolean controller = tag.kind() == Tag.Kind.CONTROLLER
                || machine.filter(Machine::isController).isPresent();
        return new Identity(controller, elsewhere);
    }
}
