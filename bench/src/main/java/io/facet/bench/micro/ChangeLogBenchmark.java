// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Durable writes that do nothing but append a change to the log: alone, and with so many under way that they share commits. */
@State(Scope.Benchmark)
public class ChangeLogBenchmark {

    /** How many writes are under way. */
    @Param({"1", "256"})
    public int inFlight;

    private StoreDirectory directory;
    private Semaphore places;
    private volatile Throwable failure;

    @Setup
    public void open() throws IOException {
        directory = new StoreDirectory();
        places = new Semaphore(inFlight);
    }

    @TearDown
    public void close() throws IOException {
        places.acquireUninterruptibly(inFlight);
        directory.close();
        if (failure != null) {
            throw new IllegalStateException("a write failed", failure);
        }
    }

    /** A write, once there is a place for it. */
    @Benchmark
    public void append() {
        places.acquireUninterruptibly();
        directory
                .store()
                .write(Server.MODEL, tx -> {
                    tx.changed("machine", "", "42", "alive");
                    return null;
                })
                .whenComplete((result, failed) -> {
                    if (failed != null) {
                        failure = failed;
                    }
                    places.release();
                });
    }
}
