// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.util.Objects;

/** A failed call: what the server answered, or why there is no answer. Callers branch on the code, never on the text. */
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Code of a bad tag, password or missing permission ({@code wire.md} 3.2). */
    public static final String UNAUTHORIZED = "unauthorized access";

    /** Code of a missing entity or watcher. */
    public static final String NOT_FOUND = "not found";

    /** Code of a machine without an instance, and of a wrong nonce at login. */
    public static final String NOT_PROVISIONED = "not provisioned";

    /** Code of a connection to a model that the controller does not have. */
    public static final String MODEL_NOT_FOUND = "model not found";

    /** Code of an unknown facade, version or method. */
    public static final String NOT_IMPLEMENTED = "not implemented";

    /** Code of what this kind of connection does not offer. */
    public static final String NOT_SUPPORTED = "not supported";

    /** Code of a watcher that was stopped while {@code Next} waited. */
    public static final String STOPPED = "stopped";

    /** Code of what may work a little later. */
    public static final String TRY_AGAIN = "try again";

    private final String code;

    /**
     * @param code the wire code; empty if the server sent none or never answered
     * @param message the text
     */
    public ApiException(String code, String message) {
        this(code, message, null);
    }

    /**
     * @param code the wire code; empty if the server sent none or never answered
     * @param message the text
     * @param cause what led here; may be null
     */
    public ApiException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** What a stage of this client failed with, without the wrapping that later stages put around it. */
    public static ApiException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException found) {
                return found;
            }
        }
        return new ApiException("", String.valueOf(failure.getMessage()), failure);
    }

    /** The wire code; empty if there is none. */
    public String code() {
        return code;
    }

    /** Whether the wire code is the given one. */
    public boolean hasCode(String wanted) {
        return code.equals(wanted);
    }

    @Override
    public String toString() {
        return code.isEmpty() ? getMessage() : getMessage() + " (" + code + ")";
    }
}
