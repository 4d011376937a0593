// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.shell.internal.MachineStatuses;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Statuses of the kind that the line names; of agents and instances, if it names none. */
@Service
public final class StatusCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(statuses(InModelCompleter.before(line))).complete(session, line, candidates);
    }

    private static Collection<String> statuses(List<String> before) {
        for (String kind : MachineStatuses.BY_KIND.keySet()) {
            if (before.contains(kind)) {
                return MachineStatuses.BY_KIND.get(kind);
            }
        }
        Set<String> both = new TreeSet<>(MachineStatuses.BY_KIND.get("agent"));
        both.addAll(MachineStatuses.BY_KIND.get("instance"));
        return both;
    }
}
