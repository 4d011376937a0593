// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.util.Objects;

/** A call that fails as a whole: the {@code error} and {@code error-code} of the reply ({@code wire.md} section 3.1). */
public final class FacadeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code wire code, empty for none
     * @param message text for the client
     */
    public FacadeException(String code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Wire code, empty for none. */
    public String code() {
        return code;
    }
}
