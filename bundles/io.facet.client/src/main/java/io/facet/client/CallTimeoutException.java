// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

/** No answer within the time allowed. The server has no way to cancel a call, so it may still be done. */
public final class CallTimeoutException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** @param message which call, and how long it was waited for */
    public CallTimeoutException(String message) {
        super("", message);
    }
}
