// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.time.Duration;
import java.time.Instant;

/**
 * One exchange of what serves calls, when it is over.
 *
 * @param kind how it came about
 * @param subject what was exchanged: facade and version, as {@code Provisioner 11}, or the symbolic name of a service's
 *     bundle
 * @param from Bundle-Version that served before, empty if none did
 * @param to Bundle-Version that serves now, empty if none does
 * @param begun when it began
 * @param gap how long nobody served; zero if old and new overlapped
 * @param parked how many calls waited for it to end
 * @param longestWait how long the one of them waited that waited longest
 * @param drained how many calls still ran on the old one when calls went to the new one, or to nobody
 * @param outcome {@value #DONE}, or what went wrong as a sentence without a full stop
 */
public record SwapStatus(
        Kind kind,
        String subject,
        String from,
        String to,
        Instant begun,
        Duration gap,
        int parked,
        Duration longestWait,
        int drained,
        String outcome) {

    /** The outcome of an exchange that succeeded. */
    public static final String DONE = "done";

    /** How an exchange came about. */
    public enum Kind {
        /** The provider went and one came back: an update or restart of its bundle, or of one that it depends on. */
        IN_PLACE,
        /** A bundle that was installed beside the old one won or lost the choice, without an upgrade command. */
        SIDE_BY_SIDE,
        /** The last bundle that declared the version was removed. */
        REMOVAL,
        FACADE_UPGRADE,
        FACADE_ROLLBACK,
        SERVICE_UPGRADE,
        SERVICE_ROLLBACK
    }
}
