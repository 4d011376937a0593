// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

/**
 * The authenticated peer of a connection ({@code wire.md} section 4.4).
 *
 * @param tag the tag it logged in with, such as {@code machine-0-lxd-1}
 * @param kind the kind of that tag
 * @param controller whether the entity is a controller; a property of the entity, not of the tag; false for users
 */
public record Caller(String tag, Kind kind, boolean controller) {

    /** Kinds of tag that can log in. */
    public enum Kind {
        MACHINE,
        CONTROLLER,
        UNIT,
        APPLICATION,
        MODEL,
        USER
    }

    /** Whether the peer is the agent of a machine or of a controller node. */
    public boolean isMachineAgent() {
        return kind == Kind.MACHINE || kind == Kind.CONTROLLER;
    }
}
