// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Counts how often the log is synced to the disk. The kernel is asked, through {@code strace}, since every level above
 * it may say one thing and do another; a test that only kills the process passes without any sync.
 */
public class FsyncTest {

    private static final int SINGLE_WRITES = 25;
    private static final int CONCURRENT_WRITES = 300;

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    @Rule
    public final StoreRule store = new StoreRule();

    @BeforeClass
    public static void needStrace() throws Exception {
        boolean works = worksHere();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(works)
                    .as("strace must be installed and allowed to trace")
                    .isTrue();
        }
        assumeTrue("syncs cannot be counted here: install strace, and run where it may trace (Linux, ptrace)", works);
    }

    private static boolean worksHere() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    public void everyGroupIsSyncedOnceBeforeItIsAcknowledged() throws Exception {
        store.close();
        Path trace = FOLDER.getRoot().toPath().resolve("trace");
        Path marks = FOLDER.getRoot().toPath();
        List<String> strace = List.of(
                "strace",
                "-f",
                "-y",
                "-qq",
                "-e",
                "trace=fsync,fdatasync,mkdir,mkdirat",
                "-e",
                "signal=none",
                "-o",
                trace.toString());
        long groups;
        try (ChildJvm child =
                new ChildJvm(strace, WritesAndMarks.class, store.folder().resolve("facet.db"), marks)) {
            groups = Long.parseLong(child.readLine());
            assertThat(child.waitFor()).isZero();
        }
        List<String> calls = Files.readAllLines(trace);

        // One at a time: between the marks before and after each write, its sync.
        for (int i = 0; i < SINGLE_WRITES; i++) {
            assertThat(syncs(calls, "single-" + i, "single-" + (i + 1)))
                    .as("write " + i)
                    .isEqualTo(1);
        }
        // Many at once: a sync for each group, not for each write.
        assertThat(groups).isLessThan(CONCURRENT_WRITES / 3);
        assertThat(syncs(calls, "many-begin", "many-end")).isEqualTo(groups);
    }

    /** How often the log was synced between two marks. */
    private static long syncs(List<String> calls, String from, String to) {
        int begin = indexOf(calls, from);
        int end = indexOf(calls, to);
        return calls.subList(begin, end).stream()
                // A call that another thread interrupts is on two lines, of which the second has no file.
                .filter(call -> call.contains("sync(") && call.contains("facet.db-wal"))
                .count();
    }

    private static int indexOf(List<String> calls, String mark) {
        return IntStream.range(0, calls.size())
                .filter(i -> calls.get(i).contains("/" + mark + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mark " + mark));
    }

    /** Writes, and makes a folder as a mark for the trace before and after. */
    static final class WritesAndMarks {
        private WritesAndMarks() {}

        public static void main(String[] arguments) throws IOException {
            Path marks = Path.of(arguments[1]);
            try (StoreImpl store = ChildJvm.open(arguments[0])) {
                // The first write to a new log syncs the head of the log as well.
                write(store).join();
                for (int i = 0; i < SINGLE_WRITES; i++) {
                    Files.createDirectory(marks.resolve("single-" + i));
                    write(store).join();
                }
                Files.createDirectory(marks.resolve("single-" + SINGLE_WRITES));
                GroupWriter writer = (GroupWriter) store.writer();
                long before = writer.commits();
                Files.createDirectory(marks.resolve("many-begin"));
                List<CompletableFuture<Void>> writes = IntStream.range(0, CONCURRENT_WRITES)
                        .mapToObj(i -> write(store))
                        .toList();
                writes.forEach(CompletableFuture::join);
                Files.createDirectory(marks.resolve("many-end"));
                System.out.println(writer.commits() - before);
            }
        }

        private static CompletableFuture<Void> write(StoreImpl store) {
            return store.<Void>write("m1", tx -> {
                        tx.changed("thing", "", "a", "alive");
                        return null;
                    })
                    .toCompletableFuture();
        }
    }
}
