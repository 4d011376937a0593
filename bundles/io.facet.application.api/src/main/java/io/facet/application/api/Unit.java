// SPDX-License-Identifier: Apache-2.0
package io.facet.application.api;

import io.facet.core.MachineId;
import java.util.Optional;

/**
 * A unit of an application.
 *
 * @param name its name, such as {@code web/0}
 * @param application name of its application
 * @param machine machine it sits on; a subordinate sits on the machine of its principal
 * @param principal name of the principal unit, if this one is subordinate
 */
public record Unit(String name, String application, Optional<MachineId> machine, Optional<String> principal) {}
