// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Statuses of the kind that the line names; of all kinds, if it names none. */
@Service
public final class StatusCompleter implements Completer {
    private static final List<String> AGENT = List.of("pending", "started", "stopped", "error");
    private static final List<String> INSTANCE =
            List.of("pending", "allocating", "running", "provisioning error", "error", "unknown");
    private static final List<String> MODIFICATION = List.of("idle", "applied", "error", "unknown");

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(statuses(InModelCompleter.before(line))).complete(session, line, candidates);
    }

    private static Collection<String> statuses(List<String> before) {
        if (before.contains("modification")) {
            return MODIFICATION;
        }
        if (before.contains("agent")) {
            return AGENT;
        }
        if (before.contains("instance")) {
            return INSTANCE;
        }
        Set<String> both = new TreeSet<>(AGENT);
        both.addAll(INSTANCE);
        return both;
    }
}
