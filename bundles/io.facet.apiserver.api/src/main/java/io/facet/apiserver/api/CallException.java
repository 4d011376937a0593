// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

/** A {@link DirectCall} was answered with an error. The message is what a client would read. */
public final class CallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code wire code, empty for none ({@code wire.md} 3.2) */
    public CallException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The wire code, empty for none. */
    public String code() {
        return code;
    }
}
