// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.rpc.GoText;
import io.facet.rpc.RpcException;

/** The answers to requests that name nothing there is ({@code wire.md} 2.3). */
final class Unresolved {

    private Unresolved() {}

    /** No such facade, or not in this version; also what a request without a method gets. */
    static RpcException facade(String type, long version) {
        return RpcException.notImplemented(
                version == 0
                        ? "unknown facade type " + GoText.quote(type)
                        : "unknown version " + version + " for facade type " + GoText.quote(type));
    }

    /** No such method. */
    static RpcException method(String type, long version, String method) {
        return method.isEmpty()
                ? facade(type, version)
                : RpcException.notImplemented("unknown method " + GoText.quote(method) + " at version " + version
                        + " for facade type " + GoText.quote(type));
    }

    /** No such model ({@code wire.md} 1.2). */
    static RpcException model(String modelUuid) {
        return new RpcException("model not found", "unknown model: " + GoText.quote(modelUuid));
    }
}
