// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServiceSlot;
import io.facet.facade.api.HttpResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The HTTP resources that are there just now, by the path segment they serve. */
public final class Resources {

    /** A segment stays known when its resource goes: that is then being exchanged. */
    private final Map<String, ServiceSlot<HttpResource>> bySegment = new ConcurrentHashMap<>();

    /** A resource came. */
    public void add(String segment, Rank rank, HttpResource resource) {
        bySegment.computeIfAbsent(segment, unused -> new ServiceSlot<>()).add(rank, resource);
    }

    /** A resource went. */
    public void remove(long serviceId) {
        bySegment.values().forEach(slot -> slot.remove(serviceId));
    }

    /** Whether a resource serves the segment, or did and may again. */
    public boolean isKnown(String segment) {
        return bySegment.containsKey(segment);
    }

    /** The resource of the segment, or empty while there is none. */
    Optional<HttpResource> find(String segment) {
        return Optional.ofNullable(bySegment.get(segment)).flatMap(ServiceSlot::current);
    }
}
