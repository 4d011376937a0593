// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import did.
 *
 * @param modelUuid UUID of the model
 * @param modelName its name
 * @param replaced whether a model with the same UUID was replaced
 * @param imported how many there are now of each kind, such as {@code machines}; in the order of import
 * @param leftOut how many entries of each kind the description held that Facet has no use for; in the order of reading
 * @param unknownKeys top-level keys of the document that the format does not know, in document order
 * @param warnings oddities that did not prevent the import
 */
public record ImportReport(
        String modelUuid,
        String modelName,
        boolean replaced,
        Map<String, Integer> imported,
        Map<String, Integer> leftOut,
        List<String> unknownKeys,
        List<String> warnings) {
    public ImportReport {
        imported = Collections.unmodifiableMap(new LinkedHashMap<>(imported));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        unknownKeys = List.copyOf(unknownKeys);
        warnings = List.copyOf(warnings);
    }
}
