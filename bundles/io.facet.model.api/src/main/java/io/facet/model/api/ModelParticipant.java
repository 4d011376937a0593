// SPDX-License-Identifier: Apache-2.0
package io.facet.model.api;

import io.facet.store.api.Transaction;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Implemented by every service that holds data of models, so that the model service can remove or move a model whole. */
@ConsumerType
public interface ModelParticipant {

    /**
     * Deletes everything held of the model.
     *
     * @param tx a write transaction that was opened for this very model, visible or hidden, so that its watchers can be
     *     told
     */
    void removeModel(Transaction tx, String modelUuid);

    /**
     * Moves everything held of one model to the UUID of another, of which nothing is held at that time.
     *
     * @param tx a write transaction that was opened for {@code toUuid}, so that its watchers can be told
     */
    void moveModel(Transaction tx, String fromUuid, String toUuid);

    /**
     * How many there are of each kind of entity held of the model, by the names that model descriptions have for them, such
     * as {@code machines}; a kind of which there are none may be absent.
     */
    default Map<String, Long> counts(Transaction tx, String modelUuid) {
        return Map.of();
    }
}
