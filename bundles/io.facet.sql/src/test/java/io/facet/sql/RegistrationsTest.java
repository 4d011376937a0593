// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class RegistrationsTest {

    private record Registration(String service, long id, int ranking) {
        Map<String, ?> properties() {
            return Map.of("service.id", id, "service.ranking", ranking);
        }
    }

    private static final Registration OLD = new Registration("old", 1, 0);
    private static final Registration NEW = new Registration("new", 2, 0);
    private static final Registration NEW_AGAIN = new Registration("new", 3, Integer.MAX_VALUE);
    private static final List<Registration> ALL = List.of(OLD, NEW, NEW_AGAIN);

    private final Registrations<String> registrations = new Registrations<>();

    @Test
    public void theBestRankedServesInWhateverOrderTheyComeAndGo() {
        for (List<Registration> coming : orders(ALL)) {
            for (List<Registration> going : orders(ALL)) {
                List<Registration> present = new ArrayList<>();
                for (Registration each : coming) {
                    registrations.add(each.service(), "it", each.properties());
                    present.add(each);
                    assertBestOf(present);
                }
                for (Registration each : going) {
                    registrations.remove(each.service(), each.properties());
                    present.remove(each);
                    assertBestOf(present);
                }
            }
        }
    }

    private void assertBestOf(List<Registration> present) {
        Optional<String> expected = present.contains(NEW_AGAIN)
                ? Optional.of("new")
                : present.contains(OLD)
                        ? Optional.of("old")
                        : present.stream().map(Registration::service).findFirst();
        assertThat(registrations.best("it")).isEqualTo(expected);
        assertThat(registrations.best())
                .isEqualTo(expected.map(it -> Map.of("it", it)).orElse(Map.of()));
    }

    @Test
    public void namesDoNotMeet() {
        registrations.add("old", "it", OLD.properties());
        registrations.add("other", "another", NEW_AGAIN.properties());

        assertThat(registrations.best()).containsOnly(Map.entry("it", "old"), Map.entry("another", "other"));
        assertThat(registrations.best("a third")).isEmpty();
    }

    private static List<List<Registration>> orders(List<Registration> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Registration>> orders = new ArrayList<>();
        for (Registration first : all) {
            List<Registration> rest = new ArrayList<>(all);
            rest.remove(first);
            orders(rest).forEach(tail -> {
                List<Registration> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                orders.add(order);
            });
        }
        return orders;
    }
}
