// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** What the commands have in common that change something of one model: all of it, or nothing if they fail. */
abstract class ModelChangeCommand implements Action {
    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    /** What is changed of the model. */
    @FunctionalInterface
    interface Write<T> {
        T of(Transaction tx, String modelUuid) throws Exception;
    }

    /** Writes in one transaction. */
    final <T> T write(Write<T> body) throws Exception {
        String uuid = Models.find(store, models, model).uuid();
        return Services.write(store, uuid, tx -> body.of(tx, uuid));
    }
}
