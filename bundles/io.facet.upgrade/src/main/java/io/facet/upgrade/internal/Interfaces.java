// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Interfaces of services. */
final class Interfaces {

    private Interfaces() {}

    /** Whether it is one of those that bundles of Facet meet by. */
    static boolean isOfFacet(String type) {
        return type.matches("io\\.facet\\..*\\bapi\\.[^.]+");
    }

    /** All that a bundle has registered services of. */
    static Set<String> registeredBy(Bundle bundle) {
        Set<String> types = new TreeSet<>();
        services(bundle).forEach(service -> types.addAll(of(service)));
        return types;
    }

    /** All that bundles have registered services of. */
    static Set<String> registeredBy(Collection<Bundle> bundles) {
        Set<String> types = new TreeSet<>();
        bundles.forEach(bundle -> types.addAll(registeredBy(bundle)));
        return types;
    }

    static List<ServiceReference<?>> services(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services == null ? List.of() : Arrays.asList(services);
    }

    static List<String> of(ServiceReference<?> service) {
        return Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS));
    }
}
