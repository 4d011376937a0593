// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.facade.api.Caller;

/**
 * Who may see and change which machine ({@code provisioner.md} section 2). Tags are compared as text: a controller agent
 * of the controller model matches the machine of the same number in a hosted model, and its containers.
 */
final class MachineAccess {

    private final Caller caller;

    MachineAccess(Caller caller) {
        this.caller = caller;
    }

    /** Whether the caller may open the facade at all. */
    boolean mayOpen() {
        return caller.isMachineAgent() || caller.controller();
    }

    /** Whether the caller is a controller. */
    boolean isController() {
        return caller.controller();
    }

    /**
     * Rule C: lets controllers pass.
     *
     * @throws FacetException {@code permission denied} for anyone else
     */
    void requireController() {
        if (!caller.controller()) {
            throw FacetException.permissionDenied();
        }
    }

    /** Rule M: the caller's own machine, its direct containers, and for a controller every top-level machine. */
    boolean allows(MachineId machine) {
        return machine.parent()
                .map(parent -> owns(machine) || owns(parent))
                .orElseGet(() -> owns(machine) || caller.controller());
    }

    private boolean owns(MachineId machine) {
        return machine.tag().equals(caller.tag());
    }

    /**
     * The machine that the tag names, by rule M.
     *
     * @throws FacetException {@code permission denied}, whatever is wrong
     */
    MachineId admit(String tag) {
        try {
            return admitMachineTag(tag);
        } catch (FacetException e) {
            throw FacetException.permissionDenied();
        }
    }

    /**
     * As {@link #admit}, for the methods that tell an unparsable tag from a refused one.
     *
     * @throws FacetException as {@link Tag#parse}, or {@code permission denied}
     */
    MachineId admitParsed(String tag) {
        Tag parsed = Tag.parse(tag);
        if (parsed.kind() != Tag.Kind.MACHINE) {
            throw FacetException.permissionDenied();
        }
        return admit(parsed.machineId());
    }

    /**
     * As {@link #admit}, for the methods that want a machine tag and say so.
     *
     * @throws FacetException as {@link Tag#parseMachine}, or {@code permission denied}
     */
    MachineId admitMachineTag(String tag) {
        return admit(Tag.parseMachine(tag));
    }

    /**
     * The machine that the tag names, by rule O: the caller's own.
     *
     * @throws FacetException {@code permission denied}, whatever is wrong
     */
    MachineId admitOwn(String tag) {
        MachineId machine = admit(tag);
        if (!owns(machine)) {
            throw FacetException.permissionDenied();
        }
        return machine;
    }

    private MachineId admit(MachineId machine) {
        if (!allows(machine)) {
            throw FacetException.permissionDenied();
        }
        return machine;
    }
}
