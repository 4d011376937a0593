// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import org.osgi.annotation.versioning.ProviderType;

/** What a facade knows of the call it serves. Valid for the length of the call. */
@ProviderType
public interface CallContext {

    /** Who calls, as established at login. */
    Caller caller();

    /** UUID of the model the connection was made to; of the controller model on a controller-only connection. */
    String modelUuid();

    /**
     * Registers a watcher with the connection. It ends with the connection or when the client stops it.
     *
     * @return the id the client uses with {@code NotifyWatcher} or {@code StringsWatcher}
     * @throws FacadeException with code {@code try again} if the connection has too many watchers
     */
    String watch(Watch watch);
}
