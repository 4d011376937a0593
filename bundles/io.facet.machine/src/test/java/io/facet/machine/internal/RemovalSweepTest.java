// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineParticipant;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.lang.annotation.Annotation;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;

public class RemovalSweepTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    @Rule
    public final StoreRule store = new StoreRule();

    private MachineServiceImpl service;

    @After
    public void stopService() {
        service.deactivate();
    }

    @Test
    public void markedMachineIsRemovedSoon() {
        start(NEVER);
        dead(MODEL, 3);
        mark(MODEL, "1");

        awaitMachines(MODEL, "0", "2");
        assertThat(new Changes(store).of(MODEL)).endsWith("machine||1|removed");
    }

    @Test
    public void marksOfAllModelsSurviveARestart() {
        start(NEVER);
        dead(MODEL, 250);
        dead(OTHER, 2);
        service.deactivate();
        // The sweep is stopped, so these stay marked.
        IntStream.range(0, 249).forEach(number -> mark(MODEL, Integer.toString(number)));
        mark(OTHER, "0");
        store.reopen();
        start(OFTEN);

        awaitMachines(MODEL, "249");
        awaitMachines(OTHER, "1");
        // What watchers are told from.
        assertThat(new Changes(store).of(OTHER)).endsWith("machine||0|removed");
    }

    @Test
    public void failureIsTriedAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        MachineParticipant participant = (tx, model, ids) -> {
            if (model.equals(MODEL) && broken.get()) {
                throw new IllegalStateException("not now");
            }
        };
        start(OFTEN);
        service.bindParticipant(participant);
        dead(MODEL, 1);
        dead(OTHER, 1);
        mark(MODEL, "0");
        mark(OTHER, "0");

        awaitMachines(OTHER);
        assertThat(machines(MODEL)).containsExactly("0");
        broken.set(false);
        awaitMachines(MODEL);
    }

    @Test
    public void marksWaitForAParticipantThatIsAway() {
        List<MachineId> told = new CopyOnWriteArrayList<>();
        start(NEVER);
        Holder holder = new Holder(told);
        service.bindParticipant(holder);
        Awaitility.await().until(() -> participants().contains(HolderService.class.getName()));
        dead(MODEL, 1);
        service.deactivate();
        mark(MODEL, "0");
        store.reopen();
        start(OFTEN);

        assertThatThrownBy(() -> store.write(MODEL, tx -> {
                    service.remove(tx, MODEL, List.of(new MachineId("0")));
                    return null;
                }))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_AGAIN))
                .hasMessage("cannot remove machines: not running just now: " + HolderService.class.getName()
                        + "; try again when it is");
        assertThat(machines(MODEL)).containsExactly("0");
        // Two of the same service, as while it is swapped: one of them is enough.
        service.bindParticipant(new Holder(told));
        service.bindParticipant(new Holder(told));
        awaitMachines(MODEL);
        assertThat(told).containsExactly(new MachineId("0"));
    }

    @Test
    public void participantThatIsExchangedIsNeitherMissedNorAskedTwice() {
        List<MachineId> toldOld = new CopyOnWriteArrayList<>();
        List<MachineId> toldNew = new CopyOnWriteArrayList<>();
        Holder old = new Holder(toldOld);
        Holder successor = new Holder(toldNew);
        Map<String, ?> again = Map.of("service.id", 3L, "service.ranking", Integer.MAX_VALUE);
        start(NEVER);
        service.addParticipant(old, Map.of("service.id", 1L));
        Awaitility.await().until(() -> participants().contains(HolderService.class.getName()));
        service.addParticipant(successor, Map.of("service.id", 2L));
        service.addParticipant(successor, again);
        dead(MODEL, 3);
        remove("0");
        service.removeParticipant(old, Map.of("service.id", 1L));
        service.removeParticipant(successor, again);
        remove("1");
        assertThat(toldOld).isEmpty();
        assertThat(toldNew).containsExactly(new MachineId("0"), new MachineId("1"));

        service.removeParticipant(successor, Map.of("service.id", 2L));
        assertThatThrownBy(() -> remove("2")).hasMessageContaining("not running just now");
        assertThat(machines(MODEL)).containsExactly("2");
    }

    private void remove(String id) {
        store.write(MODEL, tx -> {
            service.remove(tx, MODEL, List.of(new MachineId(id)));
            return null;
        });
    }

    @Test
    public void changedIntervalIsAppliedAtOnce() {
        start(NEVER);
        dead(MODEL, 1);
        service.deactivate();
        mark(MODEL, "0");
        start(NEVER);
        assertThat(machines(MODEL)).containsExactly("0");
        service.modified(config(100));

        awaitMachines(MODEL);
    }

    @Test
    public void intervalThatIsNotAllowedLeavesTheOldOne() {
        assertThatThrownBy(() -> RemovalSweep.interval(config(0)))
                .hasMessage("io.facet.machine: sweep.interval.ms = 0 must be between 100 and 3600000");
        start(Duration.ofMillis(100));
        service.modified(config(0));
        dead(MODEL, 1);
        mark(MODEL, "0");

        awaitMachines(MODEL);
    }

    private List<String> participants() {
        return store.read(tx -> {
            List<String> names = new ArrayList<>();
            try (Statement query = tx.connection().createStatement();
                    ResultSet rows = query.executeQuery("SELECT service FROM machine_participant")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        });
    }

    /** The service of a bundle that holds data of machines. */
    private interface HolderService {}

    private static final class Holder implements HolderService, MachineParticipant {
        private final List<MachineId> told;

        private Holder(List<MachineId> told) {
            this.told = told;
        }

        @Override
        public void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
            told.addAll(ids);
        }
    }

    private void start(Duration interval) {
        service = new MachineServiceImpl(store.store(), Clock.systemUTC(), interval);
    }

    private void dead(String model, int count) {
        store.write(model, tx -> {
            for (int number = 0; number < count; number++) {
                service.importMachines(tx, model, List.of(MachineServiceTest.fullMachine(Integer.toString(number))));
                service.setLife(tx, model, new MachineId(Integer.toString(number)), Life.DEAD);
            }
            return null;
        });
    }

    private void mark(String model, String id) {
        store.write(model, tx -> {
            service.markForRemoval(tx, model, new MachineId(id));
            service.markForRemoval(tx, model, new MachineId(id));
            return null;
        });
    }

    private void awaitMachines(String model, String... expected) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(machines(model))
                .containsExactly(expected));
    }

    private List<String> machines(String model) {
        return store.read(tx -> service.allMachines(tx, model)).stream()
                .map(Machine::id)
                .map(MachineId::value)
                .toList();
    }

    private static MachineConfig config(long ms) {
        return new MachineConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return MachineConfig.class;
            }

            @Override
            public long sweep_interval_ms() {
                return ms;
            }
        };
    }
}
