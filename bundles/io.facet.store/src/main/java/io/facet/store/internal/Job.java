// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

/** Work that waits for its turn. */
interface Job {

    /** Does the work on the connection of the thread that calls, and answers who waits for it. Throws nothing. */
    void run(PinnedConnection connection);

    /** Answers who waits, instead of doing the work. */
    void refuse(RuntimeException reason);
}
