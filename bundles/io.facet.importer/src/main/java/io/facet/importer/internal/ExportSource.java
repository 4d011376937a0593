// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.model.api.ModelInfo;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an export reads from.
 *
 * @param services the services of the moment
 * @param tx the one transaction of the export
 * @param model the model
 */
record ExportSource(ModelServices services, Transaction tx, ModelInfo model) {
    /** How many entities are in memory at a time, apart from their ids. */
    private static final int PAGE = 500;

    String uuid() {
        return model.uuid();
    }

    /** Goes through the ids in pages, so that what belongs to them can be asked for in bulk and forgotten again. */
    static <K> void inPages(List<K> ids, Consumer<List<K>> page) {
        for (int from = 0; from < ids.size(); from += PAGE) {
            page.accept(new ArrayList<>(ids.subList(from, Math.min(from + PAGE, ids.size()))));
        }
    }
}
