// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.model.api.ModelService;
import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** The beginning of {@code KEY=VALUE} for the known keys of model configuration. */
@Service
public final class ModelAssignmentCompleter implements Completer {
    @Reference(optional = true)
    ModelService models;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return begin(models == null ? List.of() : models.configKeys(), line, candidates);
    }

    /** Offers each key with an equals sign behind it, and no blank, since a value follows. */
    static int begin(Collection<String> keys, CommandLine line, List<String> candidates) {
        String word = line.getCursorArgument() == null ? "" : line.getCursorArgument();
        String typed = word.substring(0, line.getArgumentPosition());
        keys.stream().map(key -> key + "=").filter(key -> key.startsWith(typed)).forEach(candidates::add);
        return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
    }
}
