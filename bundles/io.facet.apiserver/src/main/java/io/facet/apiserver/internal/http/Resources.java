// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.internal.InFlight;
import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServiceSlot;
import io.facet.apiserver.internal.facade.Parking;
import io.facet.facade.api.HttpRefusal;
import io.facet.facade.api.HttpReply;
import io.facet.facade.api.HttpResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The HTTP resources that are there just now, by the path segment they serve. */
public final class Resources {

    /** A segment stays known when its resource goes: that is then being exchanged. */
    private final Map<String, ServiceSlot<HttpResource>> bySegment = new ConcurrentHashMap<>();

    private final InFlight running = new InFlight();
    private final Parking parking;

    /**
     * A resource, kept from going away until its request has ended.
     *
     * @param resource whom to ask
     * @param place given up when the request has ended
     */
    record Taken(HttpResource resource, InFlight.Lease place) {}

    private record Key(String segment) {}

    /** @param parking where requests wait for a resource that is being exchanged */
    public Resources(Parking parking) {
        this.parking = parking;
    }

    /** A resource came. */
    public void add(String segment, Rank rank, HttpResource resource) {
        bySegment.computeIfAbsent(segment, unused -> new ServiceSlot<>()).add(rank, resource);
        parking.wake(new Key(segment));
    }

    /** A resource goes: it gets no more requests. */
    public void remove(long serviceId) {
        bySegment.values().forEach(slot -> slot.remove(serviceId));
    }

    /** Waits until the requests that run now can be waited for, as {@link InFlight#calm}. */
    public CompletableFuture<Void> calm(long timeoutMs) {
        return running.calm(timeoutMs);
    }

    /** Waits for the requests that run now. */
    public CompletableFuture<Drain> drain(long timeoutMs) {
        return running.drain(timeoutMs);
    }

    /** Whether a resource serves the segment, or did and may again. */
    public boolean isKnown(String segment) {
        return bySegment.containsKey(segment);
    }

    /**
     * The resource of a known segment, waited for while it is being exchanged; answered with status 503 if it stays away.
     *
     * @param refused told why it does
     */
    CompletableFuture<Taken> take(String segment, Consumer<Refusal> refused) {
        return take(segment, parking.deadline(), refused);
    }

    private CompletableFuture<Taken> take(String segment, long deadline, Consumer<Refusal> refused) {
        Optional<Taken> taken = tryTake(segment);
        if (taken.isPresent()) {
            return CompletableFuture.completedFuture(taken.get());
        }
        Key key = new Key(segment);
        CompletableFuture<Void> turn = parking.park(key, deadline, refused);
        if (bySegment.get(segment).current().isPresent()) {
            parking.wake(key);
        }
        return turn.exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(new HttpRefusal(HttpReply.text(503, "try again"))))
                .thenCompose(unused -> take(segment, deadline, refused));
    }

    private Optional<Taken> tryTake(String segment) {
        InFlight.Lease place = running.enter().orElseThrow();
        Optional<Taken> taken = bySegment.get(segment).current().map(resource -> new Taken(resource, place));
        if (taken.isEmpty()) {
            place.release();
        }
        return taken;
    }
}
