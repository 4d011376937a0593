// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import java.util.concurrent.CompletableFuture;

/** A method that a request resolved to, ready to run. */
@FunctionalInterface
public interface Invocation {

    /**
     * Starts the method and returns at once.
     *
     * @param params JSON text of the parameters, an object
     * @return the JSON text of the result, an object. An {@link RpcException} is answered as it is, any other failure
     *     is reported. The engine completes the future with {@link RpcException#canceled()} when the connection ends;
     *     what has not begun by then should not begin
     */
    CompletableFuture<byte[]> invoke(byte[] params);
}
