// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.util.Locale;

/** Why the server itself turned something away, before any facade saw it. */
public enum Refusal {
    /** A connection, since there are {@code max.connections}. */
    TOO_MANY_CONNECTIONS,
    /** A message larger than {@code max.frame.bytes}; its connection was closed. */
    MESSAGE_TOO_LARGE,
    /** A message that is none of the protocol; its connection was closed. */
    MALFORMED_MESSAGE,
    /** A call to a model that does not exist. */
    UNKNOWN_MODEL,
    /** A call before login. */
    NOT_LOGGED_IN,
    /** A call of a facade, version or method that there is not, or not for this kind of connection. */
    NOT_IMPLEMENTED,
    /** A call, since {@code call.queue} calls wait for a thread. */
    CALL_QUEUE_FULL,
    /** A call that would have had to wait for a facade or service, since {@code max.parked.calls} do. */
    TOO_MANY_PARKED,
    /** A call that waited {@code park.timeout.ms} for a facade or service in vain. */
    PARKED_IN_VAIN,
    /** A call that ran for longer than {@code call.timeout.ms}. */
    CALL_TIMED_OUT,
    /** A watcher, since the connection has {@code max.watchers.per.connection}. */
    TOO_MANY_WATCHERS,
    /** A {@code Next}, since {@code max.waiting.next.per.connection} of the connection wait. */
    TOO_MANY_NEXT,
    /** An agent that did not ping for {@code ping.timeout.ms}; its connection was closed. */
    PING_MISSED;

    /** The name in the manner of configuration keys and metrics, such as {@code call-queue-full}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
