// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.facade.api.FacadeVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.namespace.IdentityNamespace;

/**
 * Which bundles ask for one that an exchange brought. Features do it through a bundle without code, whose requirement is
 * effective at "active"; the features service knows that bundle, and not the one that was brought.
 */
final class Demand {

    private Demand() {}

    /** Whether the bundle asks for what the jar provides; also known of one that was uninstalled. */
    static boolean asks(Bundle bundle, KeptJar jar) {
        String header = bundle.getHeaders("").get(Constants.REQUIRE_CAPABILITY);
        return header != null
                && HeaderClause.parse(header).stream().anyMatch(clause -> capabilities(clause.name(), jar)
                        .anyMatch(attributes -> matches(clause, attributes)));
    }

    private static Stream<Map<String, ?>> capabilities(String namespace, KeptJar jar) {
        if (namespace.equals(IdentityNamespace.IDENTITY_NAMESPACE)) {
            return Stream.of(Map.of(namespace, jar.symbolicName()));
        }
        List<String> facades = jar.facade() && namespace.equals(FacadeVersion.CAPABILITY) ? jar.subjects() : List.of();
        return facades.stream()
                .map(subject -> Map.of(
                        FacadeVersion.NAME, Facades.name(subject), FacadeVersion.VERSION, Facades.version(subject)));
    }

    private static boolean matches(HeaderClause requirement, Map<String, ?> attributes) {
        String filter = requirement.directives().get(Constants.FILTER_DIRECTIVE);
        try {
            return filter != null && FrameworkUtil.createFilter(filter).matches(attributes);
        } catch (InvalidSyntaxException e) {
            // The framework has taken the bundle all the same; nothing can be meant by it.
            return false;
        }
    }
}
