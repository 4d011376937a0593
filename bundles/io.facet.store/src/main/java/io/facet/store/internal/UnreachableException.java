// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

/** The database gives no connection just now. Another attempt may work, as it may not with one that is refused. */
final class UnreachableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
