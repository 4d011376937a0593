// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.time.Duration;

/**
 * One call of a registered facade that has ended. Those of the server's own facades ({@code Admin}, {@code Pinger}, the
 * watchers) are not told.
 *
 * @param id correlation id of the call, which also stands in the log lines that it caused
 * @param peer who called
 * @param facade name of the facade
 * @param version version of the facade
 * @param method wire name of the method
 * @param readOnly whether the facade says of the method that it changes nothing
 * @param took from the arrival of the request to its outcome, waiting included
 * @param outcome {@value #OK}, or the wire code of the error ({@code wire.md} 3.2), or {@value #ERROR} for one without a
 *     code
 * @param params JSON text of the parameters, possibly with secrets in it; not to be changed
 * @param result JSON text of the result, possibly with secrets in it; null unless {@code outcome} is {@value #OK}; not to
 *     be changed
 */
public record CallEvent(
        String id,
        Peer peer,
        String facade,
        int version,
        String method,
        boolean readOnly,
        Duration took,
        String outcome,
        byte[] params,
        byte[] result) {

    /** The outcome of a call that was answered with a result. Entries of a bulk result may still be errors. */
    public static final String OK = "ok";

    /** The outcome of a call that failed with an error without a code. */
    public static final String ERROR = "error";

    /** Leaves parameters and result out, since they may hold secrets. */
    @Override
    public String toString() {
        return "CallEvent[" + id + " " + facade + "(" + version + ")." + method + " by " + peer + ": " + outcome + "]";
    }
}
