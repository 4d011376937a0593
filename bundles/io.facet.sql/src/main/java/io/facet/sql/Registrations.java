// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The services of one type that are registered just now, each under a name. While a provider is exchanged several bear
 * the same name, since its successor runs beside it and may even be registered twice; the best ranked of them is the one
 * to ask, as anywhere in the framework. Safe for use by several threads.
 *
 * @param <T> type of the services
 */
public final class Registrations<T> {

    private static final String ID = "service.id";
    private static final String RANKING = "service.ranking";

    /** One registration. The same object may have several, so the id is what tells them apart. */
    private record Entry<T>(T service, String name, long id, int ranking) {}

    private final List<Entry<T>> entries = new CopyOnWriteArrayList<>();

    /**
     * Takes note of a registration.
     *
     * @param properties properties of the registration; without id and ranking in them (where there is no framework)
     *     both count as 0
     */
    public void add(T service, String name, Map<String, ?> properties) {
        int ranking = properties.get(RANKING) instanceof Integer given ? given : 0;
        entries.add(new Entry<>(service, name, id(properties), ranking));
    }

    /** Forgets this registration, and no other one of the same object. */
    public void remove(T service, Map<String, ?> properties) {
        long id = id(properties);
        entries.removeIf(entry -> entry.service() == service && entry.id() == id);
    }

    /** The best ranked service of each name. */
    public Map<String, T> best() {
        Map<String, T> best = new HashMap<>();
        entries.stream().sorted(bestFirst()).forEach(entry -> best.putIfAbsent(entry.name(), entry.service()));
        return best;
    }

    /** The best ranked service of a name. */
    public Optional<T> best(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .min(bestFirst())
                .map(Entry::service);
    }

    private static <T> Comparator<Entry<T>> bestFirst() {
        return Comparator.<Entry<T>>comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::id);
    }

    private static long id(Map<String, ?> properties) {
        return properties.get(ID) instanceof Long id ? id : 0;
    }
}
