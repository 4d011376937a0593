// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

/**
 * The model of a connection.
 *
 * @param uuid its UUID
 * @param type {@code iaas} or {@code caas}
 */
public record ConnectedModel(String uuid, String type) {}
