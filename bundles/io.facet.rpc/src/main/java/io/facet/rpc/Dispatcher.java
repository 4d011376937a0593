// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

/** Finds what a request calls. Asked for one request after another, in order of arrival ({@code wire.md} 2.2). */
@FunctionalInterface
public interface Dispatcher {

    /**
     * The method that the request names: connection-kind restriction, facade and version, method, in this order.
     *
     * @throws RpcException if it cannot be resolved
     */
    Invocation resolve(Request request);
}
