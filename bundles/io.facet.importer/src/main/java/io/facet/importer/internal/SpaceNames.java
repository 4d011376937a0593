// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.network.api.Space;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds spaces by whatever a description may call them: UUID, number or, in very old documents, name; nothing means
 * alpha ({@code model-description.md} sections 6 and 7).
 */
final class SpaceNames {
    private final Map<String, String> ids = new HashMap<>();

    SpaceNames(List<Located<Space>> spaces) {
        // An id wins over a name that happens to look like it, so names come first and are overwritten.
        spaces.forEach(space -> ids.put(space.value().name(), space.value().id()));
        ids.put(Space.ALPHA_NAME, Space.ALPHA_ID);
        spaces.forEach(space -> ids.put(space.value().id(), space.value().id()));
        ids.put(Space.ALPHA_ID, Space.ALPHA_ID);
        ids.put("", Space.ALPHA_ID);
    }

    /** The id of the space called so. */
    Optional<String> find(String called) {
        return Optional.ofNullable(ids.get(called));
    }
}
