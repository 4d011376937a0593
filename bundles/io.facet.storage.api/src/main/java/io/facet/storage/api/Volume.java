// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import java.util.Optional;

/**
 * A volume. Before it is provisioned, pool and size are what was asked for.
 *
 * @param id its id, such as {@code 0} or, bound to a machine, {@code 2/1}
 * @param storageId storage instance it serves, such as {@code pgdata/0}, if any
 * @param pool name of its pool
 * @param sizeMib size in MiB
 * @param info what the provider made, empty while not provisioned
 * @param status status value, such as {@code pending} or {@code attached}
 */
public record Volume(
        String id, Optional<String> storageId, String pool, long sizeMib, Optional<VolumeInfo> info, String status) {}
