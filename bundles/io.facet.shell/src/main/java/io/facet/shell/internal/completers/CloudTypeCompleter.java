// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.cloud.api.CloudService;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Types of cloud that somebody knows. */
@Service
public final class CloudTypeCompleter implements Completer {
    @Reference(optional = true)
    CloudService clouds;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(clouds == null ? List.of() : clouds.types()).complete(session, line, candidates);
    }
}
