// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import static org.awaitility.Awaitility.await;

import io.facet.store.api.Change;
import io.facet.store.api.ChangeListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it hears. */
final class RecordingListener implements ChangeListener {

    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    @Override
    public void changed(List<Change> some) {
        changes.addAll(some);
    }

    @Override
    public void lost() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    List<Long> numbers() {
        return changes.stream().map(Change::number).toList();
    }

    List<String> keys() {
        return changes.stream().map(Change::key).toList();
    }

    void awaitCount(int count) {
        await().until(() -> changes.size() >= count);
    }
}
