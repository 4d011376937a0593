// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;

/**
 * A place in the document.
 *
 * @param label the entity around it, such as {@code machine "4"}; empty if there is none
 * @param line line, from 1
 * @param column column, from 1
 */
record Where(String label, int line, int column) {

    /** What is wrong, with this place behind it. The text itself stays first and whole, since scripts match on it. */
    FacetException notValid(String text) {
        return new FacetException(
                ErrorCode.NOT_VALID,
                text + " (" + (label.isEmpty() ? "" : label + ", ") + "line " + line + ", column " + column + ")");
    }
}
