// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudProvider;
import io.facet.sql.Registrations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who knows which type of cloud. What other bundles bring comes before what is built in. */
final class Providers {

    private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

    /** Providers built in, by type. */
    private final Map<String, CloudProvider> builtIn =
            BuiltInClouds.all().stream().collect(Collectors.toMap(CloudProvider::cloudType, Function.identity()));

    private final Registrations<CloudProvider> arrived = new Registrations<>();

    void add(CloudProvider provider, Map<String, ?> properties) {
        String type = provider.cloudType();
        arrived.add(provider, type, properties);
        LOG.info("Clouds of type {} are served by {}", type, provider.getClass().getName());
    }

    void remove(CloudProvider provider, Map<String, ?> properties) {
        arrived.remove(provider, properties);
    }

    /** The types that somebody knows, sorted. */
    List<String> types() {
        Set<String> types = new TreeSet<>(builtIn.keySet());
        types.addAll(arrived.best().keySet());
        return List.copyOf(types);
    }

    /** The provider of a type, whose name must match exactly. */
    Optional<CloudProvider> find(String type) {
        return arrived.best(type).or(() -> Optional.ofNullable(builtIn.get(type)));
    }
}
