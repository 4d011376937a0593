// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.Registrations;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The participants that run just now, each under the name of the service it provides. The name outlives the provider:
 * its next version, or another provider of the same service, bears it too.
 */
final class Participants {

    private final Registrations<ModelParticipant> registrations = new Registrations<>();

    /** Adds a participant with the properties of its registration, and says what name it bears. */
    String add(ModelParticipant participant, Map<String, ?> properties) {
        String name = name(properties);
        registrations.add(participant, name, properties);
        return name;
    }

    void remove(ModelParticipant participant, Map<String, ?> properties) {
        registrations.remove(participant, properties);
    }

    /** The names of those that run. */
    Set<String> running() {
        return new TreeSet<>(registrations.best().keySet());
    }

    /** One participant for each name, of those that run. */
    Collection<ModelParticipant> best() {
        return registrations.best().values();
    }

    /**
     * One participant for each name. While a provider is swapped two run at once; they share their tables.
     *
     * @param needed names of all that hold data of models
     * @throws FacetException code {@code try again}, if one of those needed does not run just now
     */
    Collection<ModelParticipant> all(Collection<String> needed, String purpose) {
        Map<String, ModelParticipant> chosen = registrations.best();
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(chosen.keySet());
        if (!missing.isEmpty()) {
            throw new FacetException(
                    ErrorCode.TRY_AGAIN,
                    "cannot " + purpose + ": not running just now: " + String.join(", ", missing)
                            + "; try again when it is");
        }
        return chosen.values();
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
