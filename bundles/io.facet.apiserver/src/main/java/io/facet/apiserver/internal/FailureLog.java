// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.rpc.RpcException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports unexpected failures once, and gives clients a text that leaks nothing but finds the report. */
public final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {}

    /** Logs the failure and gives the answer for the client: no code, since it says nothing about the request. */
    public static RpcException report(Throwable failure) {
        String id = String.format("%08x", ThreadLocalRandom.current().nextInt());
        LOG.error("A call failed unexpectedly; the client was told to look for {}", id, failure);
        return new RpcException("", "internal error, see the controller's log for " + id);
    }
}
