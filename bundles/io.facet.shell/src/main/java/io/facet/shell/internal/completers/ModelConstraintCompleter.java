// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.core.Constraints;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** The beginning of each constraint, one a word. */
@Service
public final class ModelConstraintCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> keys =
                Stream.of(Constraints.Key.values()).map(Constraints.Key::wire).toList();
        return ModelAssignmentCompleter.begin(keys, line, candidates);
    }
}
