// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import org.osgi.annotation.versioning.ProviderType;

/** A running subscription to the change stream. */
@ProviderType
public interface Subscription extends AutoCloseable {

    /** Ends the subscription. A delivery that is under way may still finish; none starts afterwards. */
    @Override
    void close();
}
