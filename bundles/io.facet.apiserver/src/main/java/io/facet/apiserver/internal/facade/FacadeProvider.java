// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.facade.api.Facade;
import java.util.Comparator;
import java.util.Set;

/**
 * A service that serves one facade version.
 *
 * @param key what it serves
 * @param facade the service
 * @param methods its methods
 * @param readOnly those of them that change nothing
 * @param modelTypes model types it exists on
 * @param serviceId {@code service.id}
 * @param bundle the bundle that registered it
 */
public record FacadeProvider(
        FacadeKey key,
        Facade facade,
        Set<String> methods,
        Set<String> readOnly,
        Set<String> modelTypes,
        long serviceId,
        FacadeBundle bundle) {

    /** The best first: highest bundle version, then the longest registered ({@code DESIGN.md} section 5). */
    static final Comparator<FacadeProvider> BEST_FIRST = Comparator.comparing(
                    (FacadeProvider provider) -> provider.bundle().version(), Comparator.reverseOrder())
            .thenComparingLong(FacadeProvider::serviceId);

    public FacadeProvider {
        methods = Set.copyOf(methods);
        readOnly = Set.copyOf(readOnly);
        modelTypes = Set.copyOf(modelTypes);
    }
}
