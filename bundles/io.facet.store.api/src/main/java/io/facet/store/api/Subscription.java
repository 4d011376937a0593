// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import org.osgi.annotation.versioning.ProviderType;

/** A running subscription to the change stream. */
@ProviderType
public interface Subscription extends AutoCloseable {

    /**
     * The number up to which the changes of the model have been looked at for this subscriber: those that it wanted have
     * been delivered. A subscription that takes over from this one starts here; the log may have been pruned before, when
     * nothing that the subscriber wanted happened for long.
     */
    long position();

    /** Ends the subscription. A delivery that is under way may still finish; none starts afterwards. */
    @Override
    void close();
}
