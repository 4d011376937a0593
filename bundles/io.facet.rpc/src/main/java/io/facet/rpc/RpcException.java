// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import java.util.Objects;

/** A request that fails with the {@code error} and {@code error-code} of a reply; the connection lives on. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code wire code ({@code wire.md} 3.2), empty for none
     * @param message text for the client
     */
    public RpcException(String code, String message) {
        // No stack trace: this is an answer, and a hostile client could ask for millions of them.
        super(message, null, false, false);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Wire code, empty for none. */
    public String code() {
        return code;
    }

    /** The answer to what is not there to be called ({@code wire.md} 2.3). */
    public static RpcException notImplemented(String message) {
        return new RpcException("not implemented", message);
    }

    /** The answer to what may work in a moment. */
    public static RpcException tryAgain() {
        return new RpcException("try again", "try again");
    }

    /** The answer to a request that was running when its connection ended ({@code wire.md} 2.2). */
    public static RpcException canceled() {
        return new RpcException("", "context canceled");
    }
}
