// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Keys of model configuration: those that are known, and those that the model on the line has besides. */
@Service
public final class ModelConfigKeyCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(keys(line)).complete(session, line, candidates);
    }

    Set<String> keys(CommandLine line) {
        if (store == null || models == null) {
            return Set.of();
        }
        List<String> words = new ArrayList<>(Arrays.asList(line.getArguments()));
        try {
            return Services.read(store, tx -> {
                Set<String> keys = new TreeSet<>(models.configKeys());
                Optional<ModelInfo> model = models.models(tx).stream()
                        .filter(candidate -> words.contains(candidate.name()) || words.contains(candidate.uuid()))
                        .findFirst();
                model.ifPresent(
                        found -> keys.addAll(models.config(tx, found.uuid()).keySet()));
                return keys;
            });
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return Set.of();
        }
    }
}
