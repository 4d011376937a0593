// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the database says of itself.
 *
 * @param product name and version, as {@code SQLite 3.54.1}
 * @param place where it is, without credentials: a file or {@code host:port/name}
 * @param bytes its size on disk
 * @param freeBytes how much of it is unused and would be given back by a vacuum; 0 if the database does not say
 * @param logRows changes in the change log
 * @param schemaLevels level of each provider's tables, by its short name, sorted
 */
public record DatabaseStatus(
        String product, String place, long bytes, long freeBytes, long logRows, Map<String, Long> schemaLevels) {
    public DatabaseStatus {
        schemaLevels = Collections.unmodifiableMap(new LinkedHashMap<>(schemaLevels));
    }
}
