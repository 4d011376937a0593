// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/**
 * Names of things of the model that stands earlier on the line; of all models where none does yet, since options come
 * before it.
 */
abstract class InModelCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    /** The names in one model; fails, which is no harm, while a service is away. */
    abstract Collection<String> names(Transaction tx, String modelUuid, CommandLine line);

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(offers(line)).complete(session, line, candidates);
    }

    private Collection<String> offers(CommandLine line) {
        try {
            return Services.read(store, tx -> {
                Set<String> offers = new TreeSet<>();
                for (ModelInfo model : meant(before(line), models.models(tx))) {
                    offers.addAll(names(tx, model.uuid(), line));
                }
                return offers;
            });
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return List.of();
        }
    }

    /** The words before the one that is completed. */
    static List<String> before(CommandLine line) {
        return Arrays.asList(line.getArguments())
                .subList(0, Math.min(line.getCursorArgumentIndex(), line.getArguments().length));
    }

    private static List<ModelInfo> meant(List<String> before, List<ModelInfo> all) {
        List<ModelInfo> named = all.stream()
                .filter(model -> before.contains(model.name()) || before.contains(model.uuid()))
                .limit(1)
                .toList();
        return named.isEmpty() ? all : named;
    }
}
