// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.api;

/**
 * The cloud that a model lives on.
 *
 * @param name name of the cloud
 * @param type its type, such as {@code maas}
 * @param region region, possibly empty
 * @param endpoint endpoint, possibly empty
 */
public record CloudSpec(String name, String type, String region, String endpoint) {}
