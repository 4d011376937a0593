// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Methods of the facade that stands earlier on the line, alone or with a version. */
@Service
public final class MethodCompleter implements Completer {
    @Reference(optional = true)
    ApiServer server;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> before = Arrays.asList(line.getArguments())
                .subList(0, Math.min(line.getCursorArgumentIndex(), line.getArguments().length));
        return new StringsCompleter(server == null ? List.of() : methods(before)).complete(session, line, candidates);
    }

    private List<String> methods(List<String> words) {
        return server.facades().stream()
                .filter(facade -> facade.serving()
                        && (words.contains(facade.name()) || words.contains(facade.name() + "/" + facade.version())))
                .max(Comparator.comparing(
                                (FacadeStatus facade) -> words.contains(facade.name() + "/" + facade.version()))
                        .thenComparing(FacadeStatus::version))
                .map(facade -> server.methods(facade.name(), facade.version()))
                .orElse(List.of());
    }
}
