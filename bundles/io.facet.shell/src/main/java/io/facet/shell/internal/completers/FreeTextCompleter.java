// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/**
 * Takes whatever is typed, and offers nothing else. For an argument that can be anything: without a completer there the
 * shell would not complete the arguments after it.
 */
@Service
public final class FreeTextCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        String word = line.getCursorArgument();
        if (word != null && !word.isEmpty()) {
            candidates.add(word + " ");
        }
        return line.getBufferPosition() - line.getArgumentPosition();
    }
}
