// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.SwapStatus;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Sums of exchanges. */
public final class SwapFigures implements SwapFiguresMXBean {

    private final Map<String, Long> done = new TreeMap<>();
    private final Map<String, Long> failed = new TreeMap<>();
    private final Map<String, Long> longestGap = new TreeMap<>();
    private Duration totalGap = Duration.ZERO;
    private Duration longestWait = Duration.ZERO;
    private long parked;
    private long drained;

    synchronized void add(SwapStatus swap) {
        String kind = swap.kind().name();
        (swap.outcome().equals(SwapStatus.DONE) ? done : failed).merge(kind, 1L, Long::sum);
        longestGap.merge(kind, swap.gap().toMillis(), Math::max);
        totalGap = totalGap.plus(swap.gap());
        longestWait = longestWait.compareTo(swap.longestWait()) >= 0 ? longestWait : swap.longestWait();
        parked += swap.parked();
        drained += swap.drained();
    }

    @Override
    public synchronized Map<String, Long> getDone() {
        return new TreeMap<>(done);
    }

    @Override
    public synchronized Map<String, Long> getFailed() {
        return new TreeMap<>(failed);
    }

    @Override
    public synchronized long getParkedCalls() {
        return parked;
    }

    @Override
    public synchronized long getDrainedCalls() {
        return drained;
    }

    @Override
    public synchronized Map<String, Long> getLongestGapMillis() {
        return new TreeMap<>(longestGap);
    }

    @Override
    public synchronized long getTotalGapMillis() {
        return totalGap.toMillis();
    }

    @Override
    public synchronized long getLongestWaitMillis() {
        return longestWait.toMillis();
    }
}
