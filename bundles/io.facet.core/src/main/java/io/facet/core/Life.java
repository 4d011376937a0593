// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Locale;

/** The life of an entity; it only ever moves forward ({@code provisioner.md} section 8). */
public enum Life {
    ALIVE,
    DYING,
    DEAD;

    /** The value as it travels: {@code alive}, {@code dying} or {@code dead}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The life that {@code wire} names.
     *
     * @throws FacetException code {@code not valid}, if it names none
     */
    public static Life parse(String wire) {
        for (Life life : values()) {
            if (life.wire().equals(wire)) {
                return life;
            }
        }
        throw FacetException.notValid("life \"" + wire + "\" (expected alive, dying or dead)");
    }
}
