// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.store.api.Transaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.Test;

public class SnapshotCacheTest {

    private final SnapshotCache<String, String> cache = new SnapshotCache<>(3);
    private final Map<String, String> table = new TreeMap<>(Map.of("a", "1", "b", "2"));
    private final List<List<String>> read = new ArrayList<>();

    private static Transaction transaction(Supplier<OptionalLong> snapshot) {
        return (Transaction) Proxy.newProxyInstance(
                SnapshotCacheTest.class.getClassLoader(),
                new Class<?>[] {Transaction.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("snapshot");
                    return snapshot.get();
                });
    }

    private static Transaction at(long snapshot) {
        return transaction(() -> OptionalLong.of(snapshot));
    }

    private List<String> get(Transaction tx, String... keys) {
        return cache.get(tx, List.of(keys), missing -> {
            read.add(List.copyOf(missing));
            Map<String, String> found = new TreeMap<>(table);
            found.keySet().retainAll(missing);
            return found;
        });
    }

    @Test
    public void whatWasReadInAStateIsNotReadAgainInIt() {
        assertThat(get(at(2), "a")).containsExactly("1");
        assertThat(get(at(2), "a", "b")).containsExactlyInAnyOrder("1", "2");
        assertThat(get(at(2), "b", "a")).containsExactlyInAnyOrder("1", "2");
        assertThat(read).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    public void whatIsNotThereIsKnownToo() {
        assertThat(get(at(2), "x")).isEmpty();
        assertThat(get(at(2), "x")).isEmpty();
        assertThat(read).hasSize(1);
    }

    @Test
    public void nextStateIsReadAnew() {
        get(at(2), "a");
        table.put("a", "changed");
        assertThat(get(at(4), "a")).containsExactly("changed");
        assertThat(get(at(4), "a")).containsExactly("changed");
        assertThat(read).hasSize(2);
    }

    @Test
    public void transactionThatComesLateDropsNothingOfTheNextState() {
        get(at(4), "a");
        get(at(2), "a");
        get(at(2), "a");
        assertThat(read).as("each time for the old state").hasSize(3);
        get(at(4), "a");
        assertThat(read).hasSize(3);
    }

    @Test
    public void stateWithoutANumberIsReadAndNotKept() {
        Transaction unknown = transaction(OptionalLong::empty);
        assertThat(get(unknown, "a")).containsExactly("1");
        assertThat(get(unknown, "a")).containsExactly("1");
        assertThat(read).hasSize(2);
        get(at(2), "a");
        assertThat(read).hasSize(3);
    }

    @Test
    public void whatWasReadWhileACommitBeganIsNotKept() {
        List<OptionalLong> answers = new ArrayList<>(List.of(OptionalLong.of(2), OptionalLong.empty()));
        assertThat(get(transaction(() -> answers.remove(0)), "a")).containsExactly("1");
        get(at(2), "a");
        assertThat(read).hasSize(2);
    }

    @Test
    public void itHoldsNoMoreThanItMay() {
        get(at(2), "a", "b", "x");
        get(at(2), "y");
        get(at(2), "a");
        assertThat(read).as("dropped for y").containsExactly(List.of("a", "b", "x"), List.of("y"), List.of("a"));
        get(at(2), "p", "q", "r", "s");
        get(at(2), "p");
        assertThat(read.get(4)).as("too many at a time to be kept").containsExactly("p");
    }
}
