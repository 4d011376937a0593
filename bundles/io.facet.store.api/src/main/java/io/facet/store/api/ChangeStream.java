// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The stream of committed changes, fanned out to subscribers. Each subscriber gets every change that its filter
 * accepts exactly once and in the order of {@link Change#number()}.
 */
@ProviderType
public interface ChangeStream {

    /**
     * Starts a subscription with the first change after number {@code since}. Changes already committed by then are
     * read from the log and delivered first.
     *
     * @param since number of the last change the subscriber knows, as given by {@link Transaction#position(String)}
     *     or {@link Change#number()}
     */
    Subscription subscribe(ChangeFilter filter, long since, ChangeListener listener);
}
