// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.store.testing.StoreRule;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** What watchers would hear: the change log of a test's store. */
final class Changes {

    private final StoreRule store;

    Changes(StoreRule store) {
        this.store = store;
    }

    /** The changes of a model in order, as {@code namespace|scope|key|value}. */
    List<String> of(String modelUuid) {
        return store.read(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT namespace, scope, entity_key, value FROM change_log"
                            + " WHERE model_uuid = ? ORDER BY number")) {
                query.setString(1, modelUuid);
                List<String> changes = new ArrayList<>();
                ResultSet rows = query.executeQuery();
                while (rows.next()) {
                    changes.add(String.join(
                            "|", rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
                return changes;
            }
        });
    }
}
