// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineParticipant;
import io.facet.sql.Registrations;
import io.facet.sql.Sql;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those that hold data of machines. All that were ever here are remembered in the database, since a machine that goes
 * while one of them is away (at boot, say, or while it is updated) would leave its data with that one for ever.
 */
final class Participants {

    private static final Logger LOG = LoggerFactory.getLogger(Participants.class);

    /** The record of participants belongs to no model, and no watcher hears of it. */
    private static final String NO_MODEL = "00000000-0000-0000-0000-000000000000";

    /** Those that run, by the name of the service that each provides, which its successor provides as well. */
    private final Registrations<MachineParticipant> running = new Registrations<>();

    private final Sql sql;
    private final Store store;

    Participants(Sql sql, Store store) {
        this.sql = sql;
        this.store = store;
    }

    void join(MachineParticipant participant, Map<String, ?> properties) {
        String name = name(participant);
        running.add(participant, name, properties);
        store.write(NO_MODEL, tx -> remember(tx, name)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Cannot record that {} holds data of machines", name, failure);
            }
        });
    }

    void leave(MachineParticipant participant, Map<String, ?> properties) {
        running.remove(participant, properties);
    }

    /**
     * Has everything deleted that participants hold of the machines.
     *
     * @throws FacetException code {@code try again}, if one of them does not run just now
     */
    void remove(Transaction tx, String model, Collection<MachineId> ids) {
        Map<String, MachineParticipant> byName = running.best();
        Set<String> missing = new TreeSet<>(remembered(tx));
        missing.removeAll(byName.keySet());
        if (!missing.isEmpty()) {
            throw new FacetException(
                    ErrorCode.TRY_AGAIN,
                    "cannot remove machines: not running just now: " + String.join(", ", missing)
                            + "; try again when it is");
        }
        byName.values().forEach(participant -> participant.removeMachines(tx, model, ids));
    }

    private Collection<String> remembered(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery("SELECT service FROM machine_participant")
                .mapTo(String.class)
                .list());
    }

    private Integer remember(Transaction tx, String name) {
        return sql.with(tx, handle -> handle.createUpdate("INSERT INTO machine_participant (service) VALUES (:name)"
                        + " ON CONFLICT (service) DO NOTHING")
                .bind("name", name)
                .execute());
    }

    private static String name(MachineParticipant participant) {
        return Arrays.stream(participant.getClass().getInterfaces())
                .map(Class::getName)
                .filter(type -> !type.endsWith("Participant"))
                .sorted()
                .findFirst()
                .orElseGet(() -> participant.getClass().getName());
    }
}
