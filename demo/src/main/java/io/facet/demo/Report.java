// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.core.MachineId;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How it ended.
 *
 * @param goals what was to become of each machine
 * @param wrong machines that ended elsewhere, with where
 * @param recovered how many were started only after an error
 * @param took how long it took
 */
record Report(Map<MachineId, Goal> goals, Map<MachineId, String> wrong, int recovered, Duration took) {

    /** What is to become of a machine. */
    enum Goal {
        /** It waits for an instance: gets one and runs. */
        START("started"),
        /** It has an instance: keeps it. */
        KEEP("already running"),
        /** It is dead, or dying without an instance: is removed. */
        CLEAR("cleared away"),
        /** It is none of a provisioner's business at present, such as a dying machine whose agent still runs. */
        LEAVE("left alone");

        private final String text;

        Goal(String text) {
            this.text = text;
        }
    }

    Report {
        goals = new TreeMap<>(goals);
        wrong = new TreeMap<>(wrong);
    }

    boolean allWell() {
        return wrong.isEmpty();
    }

    void print(PrintStream out, PrintStream err) {
        StringBuilder counts = new StringBuilder();
        for (Goal goal : Goal.values()) {
            long count = goals.entrySet().stream()
                    .filter(entry -> entry.getValue() == goal && !wrong.containsKey(entry.getKey()))
                    .count();
            if (count > 0) {
                counts.append(counts.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(goal.text);
                if (goal == Goal.START && recovered > 0) {
                    counts.append(" (").append(recovered).append(" after a transient error)");
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "%d machines: %s. %.1f s.%n",
                goals.size(),
                counts.isEmpty() ? "none where it should be" : counts,
                took.toMillis() / 1e3);
        wrong.forEach((machine, where) ->
                err.printf("demo: machine %s should have been %s, but %s%n", machine, goals.get(machine).text, where));
    }
}
