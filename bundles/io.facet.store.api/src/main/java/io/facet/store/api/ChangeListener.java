// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives changes on the thread of the stream, one call at a time. It must return quickly and not block: it delays
 * all other subscribers.
 */
@ConsumerType
public interface ChangeListener {

    /** Changes that the filter accepts, in order; never empty. */
    void changed(List<Change> changes);

    /**
     * The subscription ended because changes after its position are no longer in the log. The subscriber has to read
     * the state afresh.
     */
    void lost();
}
