// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

/** A message after which the connection has to be closed without an answer ({@code wire.md} 2.3). */
public final class FatalMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with the message, for the server's log */
    public FatalMessageException(String message) {
        super(message, null, false, false);
    }
}
