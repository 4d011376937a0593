// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.testing.StoreRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;

public class StoreTest {

    @Rule
    public final StoreRule store = new StoreRule();

    @Test
    public void writtenIsRead() {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "CREATE TABLE thing (name TEXT)");
            Statements.execute(tx.connection(), "INSERT INTO thing VALUES ('a')");
            tx.changed("thing", "", "a", "alive");
            return null;
        });
        store.reopen();

        String name = store.read(tx -> Statements.first(tx.connection(), "SELECT name FROM thing"));
        assertThat(name).isEqualTo("a");
        long position = store.read(tx -> tx.position("m1"));
        assertThat(position).isEqualTo(1);
    }

    @Test
    public void changesReachSubscribers() {
        List<Change> seen = new CopyOnWriteArrayList<>();
        store.changes().subscribe(new ChangeFilter("m1", Set.of("thing"), "", ""), 0, new ChangeListener() {
            @Override
            public void changed(List<Change> changes) {
                seen.addAll(changes);
            }

            @Override
            public void lost() {
                throw new AssertionError("lost");
            }
        });
        for (int i = 0; i < 10; i++) {
            String key = "k" + i;
            store.write("m1", tx -> {
                tx.changed("thing", "", key, "");
                return null;
            });
        }
        Awaitility.await().until(() -> seen.size() == 10);
        assertThat(seen).extracting(Change::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
}
