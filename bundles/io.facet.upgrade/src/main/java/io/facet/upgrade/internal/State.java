// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.upgrade.api.QuarantinedBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * What is remembered over restarts.
 *
 * @param format version of the file's format
 * @param operation the exchange under way; null if there is none
 * @param current the bundles that exchanges brought and that serve now
 * @param replaced the bundles that can be rolled back to, latest last
 * @param quarantined the bundles that could not be ended
 */
record State(
        int format, Operation operation, List<KeptJar> current, List<KeptJar> replaced, List<Quarantined> quarantined) {

    static final int FORMAT = 1;
    static final State EMPTY = new State(FORMAT, null, List.of(), List.of(), List.of());

    State {
        current = List.copyOf(current);
        replaced = List.copyOf(replaced);
        quarantined = List.copyOf(quarantined);
    }

    /**
     * A bundle that could not be ended.
     *
     * @param bundleId its id
     * @param symbolicName its symbolic name
     * @param bundleVersion its version
     * @param sinceMs when it was given up; milliseconds since 1970
     * @param reason why
     */
    record Quarantined(long bundleId, String symbolicName, String bundleVersion, long sinceMs, String reason) {

        boolean is(Bundle bundle) {
            return bundleId == bundle.getBundleId()
                    && symbolicName.equals(bundle.getSymbolicName())
                    && bundleVersion.equals(bundle.getVersion().toString());
        }

        QuarantinedBundle published() {
            return new QuarantinedBundle(bundleId, symbolicName, bundleVersion, Instant.ofEpochMilli(sinceMs), reason);
        }
    }

    State with(Operation next) {
        return new State(format, next, current, replaced, quarantined);
    }

    State withQuarantined(List<Quarantined> all) {
        return new State(format, operation, current, replaced, all);
    }

    State withCurrent(List<KeptJar> all) {
        return new State(format, operation, all, replaced, quarantined);
    }

    State andQuarantined(Quarantined one) {
        List<Quarantined> all = new ArrayList<>(quarantined);
        all.add(one);
        return withQuarantined(all);
    }

    boolean isQuarantined(Bundle bundle) {
        return quarantined.stream().anyMatch(each -> each.is(bundle));
    }

    /** The exchange is over: the new bundle serves, and the old ones are what was replaced last. */
    State finished(Operation done, long nowMs, int historySize) {
        KeptJar next = done.next().since(nowMs);
        List<KeptJar> serving = new ArrayList<>(current);
        serving.removeIf(next::sharesSubject);
        serving.add(next);
        List<KeptJar> history = new ArrayList<>(replaced);
        history.removeIf(kept -> kept.sharesSubject(next) && kept.isSameBundle(next));
        for (Operation.Old old : done.restores() ? List.<Operation.Old>of() : done.old()) {
            history.removeIf(kept -> kept.sharesSubject(old.jar()) && kept.isSameBundle(old.jar()));
            history.add(old.jar().since(nowMs));
        }
        return new State(format, null, serving, pruned(history, historySize), quarantined);
    }

    /** The files that are still needed. */
    Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        current.forEach(jar -> files.add(jar.file()));
        replaced.forEach(jar -> files.add(jar.file()));
        if (operation != null) {
            files.add(operation.next().file());
            operation.old().forEach(old -> files.add(old.jar().file()));
        }
        return files;
    }

    private static List<KeptJar> pruned(List<KeptJar> history, int size) {
        // key: subject, value: how many are kept of it
        Map<String, Integer> counts = new HashMap<>();
        List<KeptJar> kept = new ArrayList<>();
        for (int i = history.size() - 1; i >= 0; i--) {
            KeptJar jar = history.get(i);
            if (jar.subjects().stream().anyMatch(subject -> counts.getOrDefault(subject, 0) < size)) {
                jar.subjects().forEach(subject -> counts.merge(subject, 1, Integer::sum));
                kept.add(0, jar);
            }
        }
        return kept;
    }
}
