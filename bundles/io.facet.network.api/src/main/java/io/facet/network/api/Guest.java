// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

import io.facet.core.Constraints;
import io.facet.core.MachineId;

/**
 * A container that needs network interfaces.
 *
 * @param id its id
 * @param constraints its constraints, of which the spaces matter
 */
public record Guest(MachineId id, Constraints constraints) {}
