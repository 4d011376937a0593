// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.util.Objects;

/** A request that is refused with an answer of its own, where a {@link FacadeException} would not say it right. */
public final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpReply reply;

    /** @param reply the answer */
    public HttpRefusal(HttpReply reply) {
        // No stack trace: this is an answer, and a hostile client could ask for millions of them.
        super("refused with status " + reply.status(), null, false, false);
        this.reply = Objects.requireNonNull(reply, "reply");
    }

    /** The answer. */
    public HttpReply reply() {
        return reply;
    }
}
