// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an export wrote.
 *
 * @param modelUuid UUID of the model
 * @param modelName its name
 * @param exported how many of each kind, such as {@code machines}; in the order of the document
 */
public record ExportReport(String modelUuid, String modelName, Map<String, Integer> exported) {
    public ExportReport {
        exported = Collections.unmodifiableMap(new LinkedHashMap<>(exported));
    }
}
