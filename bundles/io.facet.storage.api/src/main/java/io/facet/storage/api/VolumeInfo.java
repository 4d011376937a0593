// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

/**
 * What the provider made of a volume.
 *
 * @param volumeId id in the cloud
 * @param hardwareId hardware id, possibly empty
 * @param wwn world wide name, possibly empty
 * @param sizeMib size in MiB
 * @param persistent whether it outlives the machine
 */
public record VolumeInfo(String volumeId, String hardwareId, String wwn, long sizeMib, boolean persistent) {}
