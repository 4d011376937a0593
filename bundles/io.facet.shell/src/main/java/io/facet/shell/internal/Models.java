// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/** Finds the model that an operator means. */
public final class Models {
    private static final String BUNDLE = "io.facet.model";

    private Models() {}

    /** The models, or a failure that names the bundle to look at. */
    public static ModelService service(ModelService service) throws CommandException {
        return Services.required(service, ModelService.class, BUNDLE);
    }

    /**
     * The model with this UUID, or the only one with this name.
     *
     * @throws CommandException naming the models to choose from, if there is none or more than one
     */
    public static ModelInfo find(Transaction tx, ModelService models, String nameOrUuid) throws CommandException {
        List<ModelInfo> all = models.models(tx);
        for (ModelInfo model : all) {
            if (model.uuid().equals(nameOrUuid)) {
                return model;
            }
        }
        List<ModelInfo> named =
                all.stream().filter(model -> model.name().equals(nameOrUuid)).toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (named.size() > 1) {
            throw Services.failure("Model name \"" + nameOrUuid + "\" is ambiguous; give one of the UUIDs "
                    + named.stream()
                            .map(model -> model.uuid() + " (owner " + model.owner() + ")")
                            .collect(Collectors.joining(", ")));
        }
        throw Services.failure("There is no model \"" + nameOrUuid + "\"; facet:model-list shows those there are.");
    }

    /** The same in a transaction of its own. */
    public static ModelInfo find(Store store, ModelService models, String nameOrUuid) throws Exception {
        ModelService present = service(models);
        return Services.read(store, tx -> find(tx, present, nameOrUuid));
    }
}
