// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

/**
 * A decoded request envelope ({@code wire.md} 2.1).
 *
 * @param requestId unsigned 64-bit number, never zero; the bits are kept in the {@code long}
 * @param type facade name, possibly empty
 * @param version facade version, 0 if omitted
 * @param id object id, used by watcher facades only, possibly empty
 * @param method method name, possibly empty
 * @param params where the parameters stand in the message
 * @param trace trace keys to copy into the reply
 */
public record Request(long requestId, String type, long version, String id, String method, Params params, Trace trace) {

    /**
     * The parameters, undecoded.
     *
     * @param kind what JSON value they are: {@code object}, {@code array}, {@code string}, {@code number} or
     *     {@code bool}; omitted and {@code null} parameters are an empty object
     * @param json their JSON text in UTF-8 if they are an object, else empty
     */
    public record Params(String kind, byte[] json) {

        /**
         * The parameters in a JSON text of their own.
         *
         * @throws FatalMessageException if it is none
         */
        public static Params of(byte[] json) throws FatalMessageException {
            return EnvelopeDecoder.decodeParams(json);
        }

        /** Whether the parameters are what a method can be called with. */
        public boolean isObject() {
            return "object".equals(kind);
        }
    }

    /** The answer if the parameters are no object: free text in the manner of the reference, no code ({@code wire.md} 2.3). */
    public RpcException badParams() {
        return new RpcException(
                "",
                "json: cannot unmarshal " + params.kind() + " into params of " + type + "." + method
                        + ", which are an object");
    }
}
