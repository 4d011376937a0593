// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import java.util.concurrent.CompletionException;

/** Why a lookup gave nothing. The text names the URL and can be told to clients. */
public final class StreamsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller decides by. */
    public enum Kind {
        /** The mirror has no such file, or its index nothing of the kind or for the cloud: try the next source. */
        NOT_FOUND,
        /** The mirror refuses access: try the next source. */
        UNAUTHORIZED,
        /** Too many fetches are under way: try again. */
        BUSY,
        /** All else: unreachable, too slow, too large, malformed, not verified. */
        FAILED
    }

    private final Kind kind;

    /** A failure with a text for people. */
    public StreamsException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What a caller decides by. */
    public Kind kind() {
        return kind;
    }

    /** Whether another source may be tried instead. */
    public boolean absent() {
        return kind == Kind.NOT_FOUND || kind == Kind.UNAUTHORIZED;
    }

    /** The failure behind what a stage failed with; anything unforeseen becomes {@link Kind#FAILED}. */
    public static StreamsException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StreamsException known) {
            return known;
        }
        StreamsException unknown = new StreamsException(Kind.FAILED, "lookup failed unexpectedly");
        unknown.initCause(cause);
        return unknown;
    }
}
