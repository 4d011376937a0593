// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.access.api.AccessService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Tags of the agents that can log in to the model that stands earlier on the line, without those that stand there too. */
@Service
public final class AgentCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    AccessService access;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> before = Arrays.asList(line.getArguments())
                .subList(0, Math.min(line.getCursorArgumentIndex(), line.getArguments().length));
        return new StringsCompleter(tags(before)).complete(session, line, candidates);
    }

    private List<String> tags(List<String> before) {
        if (store == null || models == null || access == null) {
            return List.of();
        }
        try {
            return Services.read(store, tx -> {
                Optional<ModelInfo> model = models.models(tx).stream()
                        .filter(candidate -> before.contains(candidate.name()) || before.contains(candidate.uuid()))
                        .findFirst();
                return model.stream()
                        .flatMap(found -> access.agents(tx, found.uuid()).stream())
                        .filter(tag -> !before.contains(tag))
                        .toList();
            });
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return List.of();
        }
    }
}
