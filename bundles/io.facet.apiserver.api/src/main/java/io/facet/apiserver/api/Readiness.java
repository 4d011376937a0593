// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Has a say in whether {@code GET /health} answers {@code running} ({@code wire.md} section 7): while one of those that are
 * registered as a service says no, it answers {@code starting} with status 503. Connections and calls are served all the
 * same.
 */
@ConsumerType
@FunctionalInterface
public interface Readiness {

    /** Whether new clients should come here. Asked often, on a thread of the network: answers from memory. */
    boolean isReady();
}
