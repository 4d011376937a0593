// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.time.Instant;

/**
 * A bundle that was replaced and can be rolled back to.
 *
 * @param facade whether it serves facades; else it provides services
 * @param subject what it served: facade and version, as {@code Provisioner 11}, or its symbolic name
 * @param bundleName its symbolic name
 * @param bundleVersion its version
 * @param replaced when it was replaced
 * @param bytes size of the jar that is kept of it
 */
public record ReplacedBundle(
        boolean facade, String subject, String bundleName, String bundleVersion, Instant replaced, long bytes) {}
