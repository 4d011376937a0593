// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.store.api.ChangeFilter;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.Rule;
import org.junit.Test;

/** Kills a JVM in the middle of a stream of writes, again and again. {@link FsyncTest} covers the loss of power. */
public class CrashTest {

    private static final int ROUNDS = 15;

    @Rule
    public final StoreRule store = new StoreRule();

    @Test
    public void everyAcknowledgedWriteSurvivesSigkill() throws Exception {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "CREATE TABLE thing (name TEXT PRIMARY KEY)");
            return null;
        });
        store.close();
        Path file = store.folder().resolve("facet.db");
        Set<String> acknowledged = new HashSet<>();
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(file, round, 50 + random.nextInt(2000)));
            store.reopen();
            checkFound(acknowledged);
            store.close();
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 50);
    }

    /** What a JVM has acknowledged before it is killed, which is after so many. */
    private static Set<String> writeAndKill(Path file, int round, int count) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (ChildJvm child = new ChildJvm(List.of(), WritesForEver.class, file, "round-" + round)) {
            while (acknowledged.size() < count) {
                acknowledged.add(nextLine(child));
            }
            child.kill();
            // It may have printed more; a line cut short by its death has no end.
            String line = child.readLine();
            while (line != null && line.endsWith(";")) {
                acknowledged.add(line);
                line = child.readLine();
            }
        }
        return acknowledged;
    }

    private static String nextLine(ChildJvm child) throws IOException {
        String line = child.readLine();
        assertThat(line).as("the child must run until it is killed").isNotNull();
        return line;
    }

    private void checkFound(Set<String> acknowledged) {
        Set<String> found = store.read(tx -> {
            Set<String> names = new HashSet<>();
            try (var statement = tx.connection().createStatement();
                    var rows = statement.executeQuery("SELECT name FROM thing")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        });
        assertThat(found).containsAll(acknowledged);
        long position = store.read(tx -> tx.position("m1"));
        assertThat(position).isEqualTo(found.size());
        RecordingListener listener = new RecordingListener();
        store.changes().subscribe(new ChangeFilter("m1", Set.of("thing"), "", ""), position - 1, listener);
        listener.awaitCount(1);
        String dense = store.read(tx -> Statements.first(
                tx.connection(), "SELECT count(*) || ' ' || min(number) || ' ' || max(number) FROM change_log"));
        assertThat(dense).isEqualTo(position + " 1 " + position);
    }

    /** Keeps 64 writes in flight and prints the name of each once it is acknowledged. */
    static final class WritesForEver {
        private WritesForEver() {}

        public static void main(String[] arguments) throws InterruptedException {
            StoreImpl store = ChildJvm.open(arguments[0]);
            Semaphore inFlight = new Semaphore(64);
            for (int i = 0; ; i++) {
                inFlight.acquire();
                String name = arguments[1] + "-" + i + ";";
                store.write("m1", tx -> {
                            Statements.execute(tx.connection(), "INSERT INTO thing VALUES ('" + name + "')");
                            tx.changed("thing", "", name, "alive");
                            return null;
                        })
                        .whenComplete((nothing, failure) -> {
                            if (failure == null) {
                                System.out.println(name);
                            } else {
                                failure.printStackTrace();
                            }
                            inFlight.release();
                        });
            }
        }
    }
}
