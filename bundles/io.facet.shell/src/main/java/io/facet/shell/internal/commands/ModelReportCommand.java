// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** What the commands have in common that show something of one model. */
abstract class ModelReportCommand extends ReportCommand {
    @Argument(index = 0, name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    /** What is read of the model. */
    @FunctionalInterface
    interface Read<T> {
        T of(Transaction tx, String modelUuid) throws Exception;
    }

    /** Reads in one transaction. */
    final <T> T read(Read<T> body) throws Exception {
        ModelService present = Models.service(models);
        return Services.read(
                store, tx -> body.of(tx, Models.find(tx, present, model).uuid()));
    }
}
