// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * All components of Facet are up. One that fails, as it does when a setting in {@code etc/} is wrong, is critical; those
 * that miss a service are often a consequence of it, so they are told in a few words.
 */
public final class ComponentsCheck implements HealthCheck {

    private static final String PREFIX = "io.facet.";
    private static final String CAUSED_BY = "Caused by: ";

    private final ServiceComponentRuntime runtime;

    public ComponentsCheck(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Result execute() {
        List<ComponentConfigurationDTO> components = runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith(PREFIX))
                .map(runtime::getComponentConfigurationDTOs)
                .flatMap(Collection::stream)
                .toList();
        List<String> failed = components.stream()
                .filter(component -> component.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(component -> name(component) + " failed: " + reason(component.failure))
                .sorted()
                .toList();
        Map<String, Collection<String>> waiting = waiting(components);
        if (failed.isEmpty() && waiting.isEmpty()) {
            return Verdict.ok(components.size() + " components are up.");
        }
        String message =
                Stream.concat(failed.stream(), waiting.entrySet().stream().map(ComponentsCheck::sentence))
                                .collect(Collectors.joining("; "))
                        + ".";
        return failed.isEmpty() ? Verdict.warn(message) : Verdict.critical(message);
    }

    /** The components that miss a service, by the name of its interface. */
    private static Map<String, Collection<String>> waiting(List<ComponentConfigurationDTO> components) {
        Map<String, Collection<String>> waiting = new TreeMap<>();
        for (ComponentConfigurationDTO component : components) {
            if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                for (UnsatisfiedReferenceDTO missing : component.unsatisfiedReferences) {
                    waiting.computeIfAbsent(interfaceName(component.description, missing.name), key -> new TreeSet<>())
                            .add(name(component));
                }
            }
        }
        return waiting;
    }

    private static String sentence(Map.Entry<String, Collection<String>> waiting) {
        return "for " + waiting.getKey() + " "
                + (waiting.getValue().size() == 1 ? "waits " : "wait ")
                + String.join(", ", waiting.getValue());
    }

    private static String interfaceName(ComponentDescriptionDTO component, String reference) {
        return Arrays.stream(component.references)
                .filter(each -> each.name.equals(reference))
                .map((ReferenceDTO each) -> each.interfaceName)
                .findFirst()
                .orElse(reference);
    }

    /** The bundle, and the component where its class is not the only one. */
    private static String name(ComponentConfigurationDTO component) {
        String type = component.description.implementationClass;
        return component.description.bundle.symbolicName + " (" + type.substring(type.lastIndexOf('.') + 1) + ")";
    }

    /** The message of the innermost cause in the text of a stack trace. */
    private static String reason(String trace) {
        if (trace == null) {
            return "see the log";
        }
        String[] lines = trace.split("\\R");
        String last = Arrays.stream(lines)
                .filter(line -> line.startsWith(CAUSED_BY))
                .reduce((first, second) -> second)
                .map(line -> line.substring(CAUSED_BY.length()))
                .orElse(lines[0]);
        int colon = last.indexOf(": ");
        return colon < 0 ? last : last.substring(colon + 2);
    }
}
