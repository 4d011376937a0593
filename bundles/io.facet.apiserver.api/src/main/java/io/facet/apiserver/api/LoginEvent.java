// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.time.Duration;

/**
 * One attempt to log in, over the API or with the credentials of a plain HTTP request.
 *
 * @param peer who tried; its tag is the one that was given, cut to 200 characters and not necessarily a valid one
 * @param took from the arrival of the request to the decision
 * @param outcome {@link CallEvent#OK}, or the wire code of the refusal, or {@link CallEvent#ERROR} for one without a code
 */
public record LoginEvent(Peer peer, Duration took, String outcome) {}
