// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import io.facet.sql.Activation;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes hidden models of earlier runs of this installation: their import was cut off and will not be finished. It
 * waits until every service that may hold data of them is there.
 */
final class LeftoverSweep {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);

    /** The participants belong to no model, and no watcher hears of them. */
    private static final String NO_MODEL = "00000000-0000-0000-0000-000000000000";

    private final Store store;
    private final ModelRows rows;
    private final Participants participants;
    private final Importer importer;
    private final Set<String> leftovers = ConcurrentHashMap.newKeySet();
    private final Set<String> needed = ConcurrentHashMap.newKeySet();

    LeftoverSweep(Store store, ModelRows rows, Participants participants, Importer importer) {
        this.store = store;
        this.rows = rows;
        this.participants = participants;
        this.importer = importer;
        Activation.await(store.read(this::look));
        sweep();
    }

    /** Takes note of a participant that has come. */
    void arrived(String name) {
        if (needed.add(name)) {
            remember(name);
        }
        sweep();
    }

    private Void look(Transaction tx) {
        needed.addAll(rows.participants(tx));
        rows.all(tx, true).stream().filter(this::isLeftover).forEach(row -> leftovers.add(row.modelUuid()));
        return null;
    }

    private boolean isLeftover(ModelRows.Row row) {
        return row.isHidden()
                && row.importOrigin().equals(importer.origin())
                && !row.importSession().equals(importer.session());
    }

    /** Its data must not be forgotten when a model is removed, from the first moment it can hold any. */
    private void remember(String name) {
        store.write(NO_MODEL, tx -> {
                    rows.addParticipant(tx, name);
                    return null;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        // Not lost: each model that is created records the participants again.
                        LOG.warn("Cannot record that {} holds data of models", name, failure);
                    }
                });
    }

    private void sweep() {
        if (participants.running().containsAll(needed)) {
            List.copyOf(leftovers).stream().filter(leftovers::remove).forEach(this::delete);
        }
    }

    private CompletionStage<Boolean> delete(String modelUuid) {
        return store.write(modelUuid, tx -> {
                    if (rows.find(tx, modelUuid).filter(this::isLeftover).isEmpty()) {
                        // Another instance of this service was faster, and the model may have been imported since.
                        return false;
                    }
                    participants
                            .all(rows.participants(tx), "remove model \"" + modelUuid + "\"")
                            .forEach(participant -> participant.removeModel(tx, modelUuid));
                    rows.remove(tx, modelUuid);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        leftovers.add(modelUuid);
                        LOG.warn("Cannot delete model {}, whose import was cut off", modelUuid, failure);
                    } else if (done) {
                        LOG.info("Deleted model {}, whose import was cut off", modelUuid);
                    }
                });
    }
}
