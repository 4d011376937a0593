// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.apiserver.api.ApiServer;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Numbers of the open connections. */
@Service
public final class ConnectionCompleter implements Completer {
    @Reference(optional = true)
    ApiServer server;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = server == null
                ? List.of()
                : server.connections().stream()
                        .map(connection -> Long.toString(connection.id()))
                        .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
