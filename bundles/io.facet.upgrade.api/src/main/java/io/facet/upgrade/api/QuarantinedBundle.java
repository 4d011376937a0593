// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.time.Instant;

/**
 * A bundle whose start or stop could not be ended. It serves nothing, holds a thread, and is uninstalled at the next start
 * of Facet.
 *
 * @param bundleId its id
 * @param bundleName its symbolic name
 * @param bundleVersion its version
 * @param since when it was given up
 * @param reason why, as a sentence without a full stop
 */
public record QuarantinedBundle(long bundleId, String bundleName, String bundleVersion, Instant since, String reason) {}
