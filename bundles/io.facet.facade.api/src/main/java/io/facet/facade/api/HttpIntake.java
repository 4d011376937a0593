// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the body of one HTTP request and gives the answer. Called on threads of the server's call executor, one call at a
 * time; while one runs, no more is read from the client. A {@link FacadeException}, thrown or as the outcome of the
 * answer, is answered as JSON; anything else that fails is logged and answered with a text that leaks nothing.
 */
@ConsumerType
public interface HttpIntake {

    /** Takes the next bytes of the body; they are gone when this returns. */
    void write(ByteBuffer bytes);

    /** Gives the answer: the body is complete. */
    CompletionStage<HttpReply> finish();

    /** Gives the request up: the client went away, or a call before failed. Not called after {@link #finish}. */
    void abort();

    /** The intake of a request whose body, if any, does not matter. */
    static HttpIntake withoutBody(Supplier<CompletionStage<HttpReply>> answer) {
        return new HttpIntake() {
            @Override
            public void write(ByteBuffer bytes) {
                bytes.position(bytes.limit());
            }

            @Override
            public CompletionStage<HttpReply> finish() {
                return answer.get();
            }

            @Override
            public void abort() {
                // Nothing was taken.
            }
        };
    }
}
