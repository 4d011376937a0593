// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Facades that serve, with and without their versions. */
@Service
public final class CallableFacadeCompleter implements Completer {
    @Reference(optional = true)
    ApiServer server;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = server == null
                ? List.of()
                : server.facades().stream()
                        .filter(FacadeStatus::serving)
                        .flatMap(facade -> Stream.of(facade.name(), facade.name() + "/" + facade.version()))
                        .distinct()
                        .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
