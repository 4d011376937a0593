// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.apiserver.api.Peer;
import io.facet.rpc.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports unexpected failures once, and gives clients a text that leaks nothing but finds the report. */
public final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private static final Peer NOBODY = new Peer(0, "", "", "");

    private FailureLog() {}

    /** As {@link #report(CallTrail, Throwable)}, of what belongs to no call in particular. */
    public static RpcException report(Throwable failure) {
        return report(new CallTrail(NOBODY), failure);
    }

    /** Logs the failure and gives the answer for the client: no code, since it says nothing about the request. */
    public static RpcException report(CallTrail trail, Throwable failure) {
        trail.run(
                () -> LOG.error("A call failed unexpectedly; the client was told to look for {}", trail.id(), failure));
        return new RpcException("", "internal error, see the controller's log for " + trail.id());
    }
}
