// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one type that want to be asked or told, all of them. They come and go at any time. */
public final class Whiteboard<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

    /** A service that always fails does so with every call: one line a minute says enough. */
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Map<Long, T> services = new ConcurrentSkipListMap<>();
    private final AtomicLong nextComplaint = new AtomicLong(System.nanoTime());

    /** Adds a service by its {@code service.id}. */
    public void add(long serviceId, T service) {
        services.put(serviceId, service);
    }

    /** Removes the service with the given {@code service.id}. */
    public void remove(long serviceId) {
        services.remove(serviceId);
    }

    /** Whether there is nobody, so that what would be said need not be made up first. */
    public boolean isEmpty() {
        return services.isEmpty();
    }

    /** Tells every service, the oldest first; one that fails keeps nothing from the others or from the caller. */
    public void tell(Consumer<T> message) {
        services.values().forEach(service -> {
            try {
                message.accept(service);
            } catch (Throwable e) {
                complain(service, e);
            }
        });
    }

    /** Whether every service answers yes; one that fails does not. */
    public boolean agrees(Predicate<T> question) {
        return services.values().stream().allMatch(service -> {
            try {
                return question.test(service);
            } catch (Throwable e) {
                complain(service, e);
                return false;
            }
        });
    }

    private void complain(T service, Throwable failure) {
        long now = System.nanoTime();
        long due = nextComplaint.get();
        if (now - due >= 0 && nextComplaint.compareAndSet(due, now + COMPLAINT_NANOS)) {
            LOG.warn(
                    "{} fails, which the server heeds no further; the like is not logged again within a minute",
                    service.getClass().getName(),
                    failure);
        }
    }
}
