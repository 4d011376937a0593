// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells the steps of an exchange as they begin, and measures them. Used by one thread. */
final class Steps {
    private final UpgradeProgress progress;
    private final List<UpgradeReport.Step> ended = new ArrayList<>();
    private String running;
    private long begun;

    Steps(UpgradeProgress progress) {
        this.progress = progress;
    }

    /** The step before ends, and this one begins. */
    void step(String name) {
        end();
        running = name;
        begun = System.nanoTime();
        progress.step(name);
    }

    /** All steps; the last one ends now. */
    List<UpgradeReport.Step> all() {
        end();
        return List.copyOf(ended);
    }

    private void end() {
        if (running != null) {
            ended.add(new UpgradeReport.Step(running, Duration.ofNanos(System.nanoTime() - begun)));
            running = null;
        }
    }
}
