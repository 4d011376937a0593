// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Objects;

/**
 * The one exception of the domain: a wire code and a text for the client. The text is the full chain, outermost context
 * first; the code comes from the cause, never from the context ({@code wire.md} section 3.1).
 */
public final class FacetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param code what clients branch on
     * @param message text for the client; must not hold secrets
     */
    public FacetException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * @param code what clients branch on
     * @param message text for the client; must not hold secrets
     * @param cause what led here, for the log; may be null
     */
    public FacetException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** A failure without a code. */
    public static FacetException uncoded(String message) {
        return new FacetException(ErrorCode.NONE, message);
    }

    /** {@code permission denied}, the answer to every refused authorisation. */
    public static FacetException permissionDenied() {
        return new FacetException(ErrorCode.UNAUTHORIZED, "permission denied");
    }

    /** {@code <what> not found}. */
    public static FacetException notFound(String what) {
        return new FacetException(ErrorCode.NOT_FOUND, what + " not found");
    }

    /** {@code <what> not provisioned}. */
    public static FacetException notProvisioned(String what) {
        return new FacetException(ErrorCode.NOT_PROVISIONED, what + " not provisioned");
    }

    /** {@code <what> not valid}. */
    public static FacetException notValid(String what) {
        return new FacetException(ErrorCode.NOT_VALID, what + " not valid");
    }

    /** What clients branch on. */
    public ErrorCode code() {
        return code;
    }

    /** This failure with {@code context: } in front of its text and the same code. */
    public FacetException inContext(String context) {
        return new FacetException(code, context + ": " + getMessage(), this);
    }
}
