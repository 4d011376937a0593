// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What Declarative Services knows about the components of a bundle. */
final class Components {
    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Why a component of the bundle failed to activate, as a sentence without a full stop; empty if none did. */
    Optional<String> failure(Bundle bundle) {
        return configurations(bundle).stream()
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(configuration -> "component " + configuration.description.name + " failed to activate ("
                        + rootCause(configuration.failure) + ")")
                .findFirst();
    }

    /** What a component of the bundle waits for, as a sentence without a full stop; empty if none waits. */
    Optional<String> waiting(Bundle bundle) {
        return configurations(bundle).stream()
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE)
                .map(configuration -> "component " + configuration.description.name + " waits for "
                        + Arrays.stream(configuration.unsatisfiedReferences)
                                .map(reference -> reference.name)
                                .collect(Collectors.joining(", ")))
                .findFirst();
    }

    private List<ComponentConfigurationDTO> configurations(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap((ComponentDescriptionDTO description) ->
                        runtime.getComponentConfigurationDTOs(description).stream())
                .toList();
    }

    /** The last cause of a printed exception: what it was in the end. */
    static String rootCause(String trace) {
        List<String> lines = trace == null ? List.of() : trace.lines().toList();
        String cause = lines.isEmpty() ? "" : lines.get(0);
        for (String line : lines) {
            if (line.startsWith("Caused by: ")) {
                cause = line.substring("Caused by: ".length());
            }
        }
        return cause.isBlank() ? "see the log" : cause.strip();
    }
}
