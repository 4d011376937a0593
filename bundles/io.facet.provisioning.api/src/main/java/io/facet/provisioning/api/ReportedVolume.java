// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.storage.api.VolumeInfo;

/**
 * A volume that was made together with an instance.
 *
 * @param tag its tag as sent
 * @param pool pool that it is said to come from, possibly empty
 * @param info what the provider made of it
 */
public record ReportedVolume(String tag, String pool, VolumeInfo info) {}
