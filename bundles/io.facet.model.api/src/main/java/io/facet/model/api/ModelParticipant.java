// SPDX-License-Identifier: Apache-2.0
package io.facet.model.api;

import io.facet.store.api.Transaction;
import org.osgi.annotation.versioning.ConsumerType;

/** Implemented by every service that holds data of models, so that the model service can remove or move a model whole. */
@ConsumerType
public interface ModelParticipant {

    /** Deletes everything held of the model. */
    void removeModel(Transaction tx, String modelUuid);

    /** Moves everything held of one model to the UUID of another, of which nothing is held at that time. */
    void moveModel(Transaction tx, String fromUuid, String toUuid);
}
