// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.FacetException;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.Rule;
import org.junit.Test;

/** Reads that are told which state of the database they see, and what they may do with it. */
public class SnapshotTest {

    @Rule
    public final StoreRule store = new StoreRule();

    @Test
    public void stateHasTheSameNumberUntilACommit() {
        OptionalLong first = store.read(Transaction::snapshot);
        assertThat(first).isPresent();
        assertThat(store.read(Transaction::snapshot)).isEqualTo(first);
        store.write("m1", tx -> null);
        OptionalLong second = store.read(Transaction::snapshot);
        assertThat(second).isPresent().isNotEqualTo(first);
        store.store().migrate(scripts());
        assertThat(store.read(Transaction::snapshot)).isPresent().isNotEqualTo(second);
    }

    @Test
    public void storeThatIsOpenedLaterHasLargerNumbers() {
        store.write("m1", tx -> null);
        OptionalLong before = store.read(Transaction::snapshot);
        store.reopen();
        OptionalLong after = store.read(Transaction::snapshot);
        assertThat(after.getAsLong()).isGreaterThan(before.getAsLong());
    }

    @Test
    public void writeSeesNoStateThatHasANumber() {
        assertThat(store.<OptionalLong>write("m1", Transaction::snapshot)).isEmpty();
    }

    @Test
    public void readThatNeedsNoConnectionIsDoneAtOnce() {
        CompletionStage<Thread> read = store.store().readKept(tx -> {
            assertThat(tx.snapshot()).isPresent();
            return Thread.currentThread();
        });
        assertThat(read.toCompletableFuture()).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    public void readThatNeedsAConnectionIsRunOnAThreadOfTheStore() {
        Thread thread = store.store()
                .readKept(tx -> {
                    assertThat(Statements.first(tx.connection(), "SELECT 1")).isEqualTo("1");
                    assertThat(tx.position("m1")).isZero();
                    return Thread.currentThread();
                })
                .toCompletableFuture()
                .join();
        assertThat(thread.getName()).startsWith("facet-store-reader");
    }

    @Test
    public void failureWithoutAConnectionIsThatOfTheRead() {
        CompletionStage<Object> read = store.store().readKept(tx -> {
            throw FacetException.notFound("machine 7");
        });
        assertThatThrownBy(() -> read.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("machine 7 not found");
        CompletionStage<Object> nested =
                store.store().readKept(tx -> store.store().readKept(inner -> null));
        assertThatThrownBy(() -> nested.toCompletableFuture().join())
                .hasMessageContaining("a transaction body must use its own transaction");
    }

    @Test
    public void storeThatIsClosedAnswersNothing() {
        StoreImpl closed = store.store();
        closed.close();
        assertThatThrownBy(() -> closed.readKept(Transaction::snapshot)
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("stopping");
    }

    /** What is kept is of the state before the commit, and the database is of the one after. */
    @Test
    public void readThatACommitCameIntoIsRunAgainOnOneState() {
        store.write("m1", tx -> {
            Statements.execute(tx.connection(), "CREATE TABLE thing (name TEXT)");
            return null;
        });
        List<String> runs = new ArrayList<>();
        String result = store.read(tx -> {
            OptionalLong snapshot = tx.snapshot();
            tx.connection();
            if (runs.isEmpty()) {
                insertElsewhere();
                assertThat(tx.snapshot()).as("known to have passed").isEmpty();
            }
            String count = Statements.first(tx.connection(), "SELECT count(*) FROM thing");
            runs.add(snapshot.isPresent() + " " + count);
            if (snapshot.isPresent()) {
                throw FacetException.notFound("what is in only one of the states");
            }
            return count;
        });
        assertThat(runs).containsExactly("true 1", "false 1");
        assertThat(result).isEqualTo("1");
    }

    private void insertElsewhere() {
        CompletableFuture.runAsync(() -> store.write("m1", tx -> {
                    Statements.execute(tx.connection(), "INSERT INTO thing VALUES ('a')");
                    return null;
                }))
                .join();
    }

    @Test
    public void noStateHasANumberWhileACommitIsUnderWayOrWhereOthersWriteToo() {
        CommitCounter single = new CommitCounter(true);
        OptionalLong before = single.current();
        single.begin();
        assertThat(single.current()).isEmpty();
        assertThat(single.is(before.getAsLong())).isFalse();
        single.end();
        assertThat(single.current()).isPresent().isNotEqualTo(before);
        assertThat(new CommitCounter(false).current()).isEmpty();
    }

    private static SchemaScripts scripts() {
        return new SchemaScripts("thing", SnapshotTest.class.getClassLoader(), "db/one", 1);
    }
}
