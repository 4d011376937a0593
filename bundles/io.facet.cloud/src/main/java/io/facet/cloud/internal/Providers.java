// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who knows which type of cloud. What other bundles bring comes before what is built in. */
final class Providers {

    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    private record Arrived(CloudProvider provider, String type, int ranking, long serviceId) {}

    private static final Comparator<Arrived> BEST_FIRST =
            Comparator.comparingInt(Arrived::ranking).reversed().thenComparingLong(Arrived::serviceId);

    /** Providers built in, by type. */
    private final Map<String, CloudProvider> builtIn =
            BuiltInClouds.all().stream().collect(Collectors.toMap(CloudProvider::cloudType, Function.identity()));

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();

    void add(CloudProvider provider, Map<String, ?> properties) {
        String type = provider.cloudType();
        arrived.add(new Arrived(
                provider,
                type,
                properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                properties.get(Constants.SERVICE_ID) instanceof Long id ? id : 0));
        LOG.info("Clouds of type {} are served by {}", type, provider.getClass().getName());
    }

    void remove(CloudProvider provider) {
        arrived.removeIf(each -> each.provider() == provider);
    }

    /** The provider of a type, whose name must match exactly. */
    Optional<CloudProvider> find(String type) {
        return arrived.stream()
                .filter(each -> each.type().equals(type))
                .min(BEST_FIRST)
                .map(Arrived::provider)
                .or(() -> Optional.ofNullable(builtIn.get(type)));
    }
}
