// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.importer.api.ExportProgress;
import io.facet.importer.api.ExportReport;
import io.facet.importer.api.ModelExporter;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.ExportProgressPrinter;
import io.facet.shell.internal.Kinds;
import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.OwnerOnlyFile;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Exports a model to its description. */
@Service
@Command(
        scope = "facet",
        name = "model-export",
        description = "Export a model to its description",
        detailedDescription =
                "Writes the model description, in the YAML that Juju exports and facet:model-import takes: the"
                        + " model as it is at one moment, while calls go on. What an import left out is not in it. It is printed, or"
                        + " written with --output to a file that only its owner can read, since it holds the password hashes and"
                        + " nonces of agents. A relative path starts at the directory that Facet was started in. Example:\n\n"
                        + "  facet:model-export --output /var/backups/prod.yaml prod")
public final class ModelExportCommand implements Action {
    @Option(
            name = "--output",
            description = "Write to this file instead of the screen; read and written by its owner only")
    @Completion(FileCompleter.class)
    String output;

    @Argument(name = "model", description = "Name or UUID of the model", required = true)
    @Completion(ModelCompleter.class)
    String model;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    ModelExporter exporter;

    @Reference
    Session session;

    @Override
    public Object execute() throws Exception {
        ModelExporter present = Services.required(exporter, ModelExporter.class, "io.facet.importer");
        String uuid = Models.find(store, models, model).uuid();
        if (output == null) {
            Services.refusable(() -> present.exportModel(uuid, System.out, ExportProgress.NONE));
            return null;
        }
        AtomicReference<ExportReport> report = new AtomicReference<>();
        OwnerOnlyFile.write(
                Path.of(output),
                out -> report.set(Services.refusable(
                        () -> present.exportModel(uuid, out, new ExportProgressPrinter(LiveOutput.of(session))))));
        System.out.println("Exported model " + report.get().modelName() + " (" + uuid + ") to " + output + ": "
                + Kinds.phrase(report.get().exported(), "nothing in it"));
        return null;
    }
}
