// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

/** Certificate files that cannot be used; the message names file, problem and remedy. */
final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
