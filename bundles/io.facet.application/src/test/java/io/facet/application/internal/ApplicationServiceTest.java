// SPDX-License-Identifier: Apache-2.0
package io.facet.application.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.core.Constraints;
import io.facet.core.MachineId;
import io.facet.store.testing.StoreRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ApplicationServiceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-9d1f-4c9a-8a57-3f2b1e0c4d11";

    private static final Application WEB = new Application(
            "web",
            "ch:amd64/web-12",
            12,
            false,
            Constraints.of(Map.of(Constraints.Key.MEM, -1L, Constraints.Key.SPACES, List.of())),
            Map.of("", "0", "db", "2f4b1a6e"),
            Optional.of(new LxdProfile(
                    Map.of("security.nesting", "true"),
                    "web in a box",
                    Map.of("tun", Map.of("path", "/dev/net/tun", "type", "unix-char")))));
    private static final Application TELEGRAF =
            new Application("telegraf", "ch:amd64/telegraf-75", 75, true, Constraints.NONE, Map.of(), Optional.empty());

    @Rule
    public final StoreRule store = new StoreRule();

    private ApplicationServiceImpl service;

    @Before
    public void startService() {
        service = new ApplicationServiceImpl(store.store());
    }

    @Test
    public void importedApplicationsComeBackWhole() {
        importApplications(WEB, TELEGRAF);
        store.reopen();

        assertThat(applications(MODEL, "web", "telegraf", "web", "nope"))
                .isEqualTo(Map.of("web", WEB, "telegraf", TELEGRAF));
        assertThat(applications(OTHER, "web")).isEmpty();
        assertThat(applications(MODEL)).isEmpty();
    }

    @Test
    public void unitsAreSortedByNameOnTheirMachines() {
        importUnits(unit("web/10", "0"), unit("web/9", "0"), unit("db/0", "0/lxd/1"), unit("db/1", null));

        assertThat(unitsOn("0", "0/lxd/1", "2"))
                .isEqualTo(Map.of(
                        new MachineId("0"),
                        List.of(unit("web/10", "0"), unit("web/9", "0")),
                        new MachineId("0/lxd/1"),
                        List.of(unit("db/0", "0/lxd/1"))));
    }

    @Test
    public void subordinateSitsOnTheMachineOfItsPrincipal() {
        importUnits(unit("web/0", "1"));
        importUnits(
                subordinate("telegraf/0", "web/0"),
                subordinate("telegraf/1", "web/1"),
                subordinate("telegraf/2", "web/7"),
                unit("web/1", "2"));

        assertThat(unitsOn("1", "2").values())
                .containsExactlyInAnyOrder(
                        List.of(
                                new Unit("telegraf/0", "telegraf", machine("1"), Optional.of("web/0")),
                                unit("web/0", "1")),
                        List.of(
                                new Unit("telegraf/1", "telegraf", machine("2"), Optional.of("web/1")),
                                unit("web/1", "2")));
    }

    @Test
    public void unitsGoWithTheirMachine() {
        importUnits(unit("web/0", "1"), unit("web/1", "2"));
        store.write(MODEL, tx -> {
            service.removeMachines(tx, MODEL, List.of(new MachineId("1")));
            return null;
        });

        assertThat(unitsOn("1", "2")).containsOnlyKeys(new MachineId("2"));
    }

    @Test
    public void modelIsMovedAndRemovedWhole() {
        importApplications(WEB);
        importUnits(unit("web/0", "1"));
        store.write(OTHER, tx -> {
            service.moveModel(tx, MODEL, OTHER);
            return null;
        });
        assertThat(applications(MODEL, "web")).isEmpty();
        assertThat(applications(OTHER, "web")).containsEntry("web", WEB);

        store.write(OTHER, tx -> {
            service.removeModel(tx, OTHER);
            return null;
        });
        assertThat(applications(OTHER, "web")).isEmpty();
        importApplications(WEB);
        importUnits(unit("web/0", "1"));
    }

    @Test
    public void bulkReadsCostTheSameForOneAndForMany() {
        List<String> numbers =
                IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        importUnits(numbers.stream().map(n -> unit("web/" + n, n)).toArray(Unit[]::new));
        importApplications(numbers.stream()
                .map(n -> new Application(
                        "web" + n, "ch:web", 1, false, Constraints.NONE, WEB.endpointBindings(), WEB.lxdProfile()))
                .toArray(Application[]::new));

        for (List<String> some : List.of(numbers.subList(0, 1), numbers)) {
            List<MachineId> machines = some.stream().map(MachineId::new).toList();
            List<String> names = some.stream().map(n -> "web" + n).toList();
            assertThat(store.statementsOf(tx ->
                            assertThat(service.unitsOn(tx, MODEL, machines)).hasSize(some.size())))
                    .isEqualTo(1);
            assertThat(store.statementsOf(tx ->
                            assertThat(service.applications(tx, MODEL, names)).hasSize(some.size())))
                    .isEqualTo(2);
        }
    }

    private void importApplications(Application... applications) {
        store.write(MODEL, tx -> {
            service.importApplications(tx, MODEL, List.of(applications));
            return null;
        });
    }

    private void importUnits(Unit... units) {
        store.write(MODEL, tx -> {
            service.importUnits(tx, MODEL, List.of(units));
            return null;
        });
    }

    private Map<String, Application> applications(String model, String... names) {
        return store.read(tx -> service.applications(tx, model, List.of(names)));
    }

    @Test
    public void principalUnitsOfApplicationsAreFoundWhereverTheyAre() {
        Unit placed = new Unit("web/0", "web", Optional.of(new MachineId("1")), Optional.empty());
        Unit waiting = new Unit("web/1", "web", Optional.empty(), Optional.empty());
        store.write(MODEL, tx -> {
            service.importUnits(tx, MODEL, List.of(waiting, placed, subordinate("ntp/0", "web/0")));
            return null;
        });

        Map<String, List<Unit>> found =
                store.read(tx -> service.principalUnits(tx, MODEL, List.of("web", "ntp", "web", "gone")));
        assertThat(found).isEqualTo(Map.of("web", List.of(placed, waiting)));
    }

    private Map<MachineId, List<Unit>> unitsOn(String... machines) {
        return store.read(tx -> service.unitsOn(
                tx, MODEL, Arrays.stream(machines).map(MachineId::new).toList()));
    }

    private static Unit unit(String name, String machine) {
        return new Unit(name, name.substring(0, name.indexOf('/')), machine(machine), Optional.empty());
    }

    private static Unit subordinate(String name, String principal) {
        return new Unit(name, name.substring(0, name.indexOf('/')), Optional.empty(), Optional.of(principal));
    }

    private static Optional<MachineId> machine(String id) {
        return Optional.ofNullable(id).map(MachineId::new);
    }
}
