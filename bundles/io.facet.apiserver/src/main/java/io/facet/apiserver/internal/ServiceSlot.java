// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The services of one type that are there just now. They come and go while calls run: ask per call, keep none. */
public final class ServiceSlot<T> {

    private final ConcurrentNavigableMap<Rank, T> services = new ConcurrentSkipListMap<>();

    /** Adds a service. */
    public void add(Rank rank, T service) {
        services.put(rank, service);
    }

    /** Removes the service with the given {@code service.id}, whatever its ranking has become. */
    public void remove(long serviceId) {
        services.keySet().removeIf(rank -> rank.serviceId() == serviceId);
    }

    /** The best service, or empty while there is none. */
    public Optional<T> current() {
        return Optional.ofNullable(services.lastEntry()).map(Map.Entry::getValue);
    }
}
