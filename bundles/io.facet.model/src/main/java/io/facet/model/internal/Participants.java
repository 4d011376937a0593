// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.api.ModelParticipant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The participants that run just now, each under the name of the service it provides. The name outlives the provider:
 * its next version, or another provider of the same service, bears it too.
 */
final class Participants {

    private final Map<ModelParticipant, String> names = new ConcurrentHashMap<>();

    /** Adds a participant with the properties of its registration, and says what name it bears. */
    String add(ModelParticipant participant, Map<String, ?> properties) {
        String name = name(properties);
        names.put(participant, name);
        return name;
    }

    void remove(ModelParticipant participant) {
        names.remove(participant);
    }

    /** The names of those that run. */
    Set<String> running() {
        return new TreeSet<>(names.values());
    }

    /**
     * One participant for each name. While a provider is swapped two run at once; they share their tables.
     *
     * @param needed names of all that hold data of models
     * @throws FacetException code {@code try again}, if one of those needed does not run just now
     */
    Collection<ModelParticipant> all(Collection<String> needed, String purpose) {
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(names.values());
        if (!missing.isEmpty()) {
            throw new FacetException(
                    ErrorCode.TRY_AGAIN,
                    "cannot " + purpose + ": not running just now: " + String.join(", ", missing)
                            + "; try again when it is");
        }
        Map<String, ModelParticipant> chosen = new ConcurrentHashMap<>();
        names.forEach((participant, name) -> chosen.putIfAbsent(name, participant));
        return List.copyOf(chosen.values());
    }

    private static String name(Map<String, ?> properties) {
        String[] types = properties.get("objectClass") instanceof String[] given ? given : new String[0];
        return Arrays.stream(types)
                .filter(type -> !type.endsWith("Participant"))
                .sorted()
                .findFirst()
                .orElseGet(() -> String.valueOf(properties.get("component.name")));
    }
}
