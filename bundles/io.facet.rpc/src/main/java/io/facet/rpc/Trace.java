// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

/**
 * The trace keys of a message, copied from a request to its reply ({@code wire.md} 2.1).
 *
 * @param traceId {@code trace-id}, empty if absent
 * @param spanId {@code span-id}, empty if absent
 * @param flags {@code trace-flags}, 0 if absent
 */
public record Trace(String traceId, String spanId, long flags) {

    /** No trace keys. */
    public static final Trace NONE = new Trace("", "", 0);
}
