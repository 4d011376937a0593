// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What the framework and Declarative Services know about the bundles that Facet is made of. */
public final class Components {
    private static final String COMPONENTS_HEADER = "Service-Component";

    private final ServiceComponentRuntime runtime;

    /** Asks the given runtime. */
    public Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** The installed bundles of Facet that have components, by name and version. */
    public static Stream<Bundle> providers(BundleContext framework) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> bundle.getSymbolicName() != null
                        && bundle.getSymbolicName().startsWith("io.facet.")
                        && bundle.getHeaders("").get(COMPONENTS_HEADER) != null)
                .sorted(Comparator.comparing(Bundle::getSymbolicName).thenComparing(Bundle::getVersion));
    }

    /** The state of a bundle as a word. */
    public static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "stopped";
            case Bundle.INSTALLED -> "unresolved";
            default -> "uninstalled";
        };
    }

    /** What keeps a bundle from providing all it should, as phrases joined by semicolons; empty if nothing does. */
    public Optional<String> trouble(Bundle bundle) {
        if (bundle.getState() == Bundle.INSTALLED) {
            return Optional.of("something that it imports is missing; see bundle:diag " + bundle.getBundleId());
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return Optional.of("it is " + state(bundle) + "; bundle:start " + bundle.getBundleId() + " starts it");
        }
        String troubles = runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream())
                .flatMap(Components::trouble)
                .collect(Collectors.joining("; "));
        return troubles.isEmpty() ? Optional.empty() : Optional.of(troubles);
    }

    private static Stream<String> trouble(ComponentConfigurationDTO component) {
        String name = simple(component.description.name);
        return switch (component.state) {
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                Stream.of(name + " waits for "
                        + Arrays.stream(component.unsatisfiedReferences)
                                .map(reference -> type(component, reference))
                                .collect(Collectors.joining(", ")));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                Stream.of(name + " waits for its configuration "
                        + String.join(", ", component.description.configurationPid));
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                Stream.of(name + " failed to start: " + cause(component.failure));
            default -> Stream.empty();
        };
    }

    private static String type(ComponentConfigurationDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        return Arrays.stream(component.description.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map((ReferenceDTO reference) -> simple(reference.interfaceName))
                .findFirst()
                .orElse(unsatisfied.name);
    }

    /** The last cause of a printed exception: what it was in the end. */
    private static String cause(String trace) {
        String cause = trace == null ? "" : trace.lines().findFirst().orElse("");
        for (String line : trace == null ? new String[0] : trace.split("\n")) {
            if (line.startsWith("Caused by: ")) {
                cause = line.substring("Caused by: ".length());
            }
        }
        return cause.isBlank() ? "see the log" : cause.strip();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
