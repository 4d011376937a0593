// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.time.Duration;
import java.util.List;

/**
 * What an exchange did, or would do.
 *
 * @param subject what was exchanged: facades and versions, as {@code Provisioner 11}, or the symbolic name of a bundle
 * @param from Bundle-Version that served before
 * @param to Bundle-Version that serves now
 * @param oldBundles ids of the bundles that were replaced
 * @param newBundle id of the bundle that serves now; -1 for a dry run
 * @param dryRun whether nothing was changed
 * @param drained how many calls still ran on the old bundles at the switch
 * @param left how many of them did not end in time
 * @param steps how long each step took, in order
 * @param sentences the same for people to read
 */
public record UpgradeReport(
        String subject,
        String from,
        String to,
        List<Long> oldBundles,
        long newBundle,
        boolean dryRun,
        int drained,
        int left,
        List<Step> steps,
        List<String> sentences) {
    public UpgradeReport {
        oldBundles = List.copyOf(oldBundles);
        steps = List.copyOf(steps);
        sentences = List.copyOf(sentences);
    }

    /**
     * One step.
     *
     * @param name what was done, as told to {@link UpgradeProgress}
     * @param length how long it took
     */
    public record Step(String name, Duration length) {}
}
