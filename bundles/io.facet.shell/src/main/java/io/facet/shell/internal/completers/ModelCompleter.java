// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Names of the models; UUIDs where a name is not enough. */
@Service
public final class ModelCompleter implements Completer {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(names()).complete(session, line, candidates);
    }

    private List<String> names() {
        if (store == null || models == null) {
            return List.of();
        }
        List<ModelInfo> all;
        try {
            all = Services.read(store, models::models);
        } catch (Exception e) {
            // No completion is the right answer to a failure here: the command itself will say what is wrong.
            return List.of();
        }
        List<String> names = new ArrayList<>();
        all.forEach(model -> names.add(model.name()));
        List<String> offers = new ArrayList<>();
        all.forEach(model -> offers.add(Collections.frequency(names, model.name()) > 1 ? model.uuid() : model.name()));
        return offers;
    }
}
