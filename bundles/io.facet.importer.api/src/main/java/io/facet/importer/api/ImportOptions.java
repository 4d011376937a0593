// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

/**
 * How to import.
 *
 * @param replace whether a model with the same UUID is replaced; otherwise it makes the import fail
 */
public record ImportOptions(boolean replace) {

    /** Imports a model that must not exist yet. */
    public static final ImportOptions DEFAULT = new ImportOptions(false);

    /** Puts the model in the place of the one with its UUID, if there is one. */
    public static final ImportOptions REPLACE = new ImportOptions(true);
}
