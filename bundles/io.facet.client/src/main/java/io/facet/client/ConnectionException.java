// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

/** There is no connection: it could not be made, was lost, or was closed. Whether a call under way was done is unknown. */
public final class ConnectionException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened, naming the server */
    public ConnectionException(String message) {
        this(message, null);
    }

    /**
     * @param message what happened, naming the server
     * @param cause what led here; may be null
     */
    public ConnectionException(String message, Throwable cause) {
        super("", message, cause);
    }
}
