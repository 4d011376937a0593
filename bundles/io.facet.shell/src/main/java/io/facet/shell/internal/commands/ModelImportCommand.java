// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportReport;
import io.facet.importer.api.ModelImporter;
import io.facet.shell.internal.ImportProgressPrinter;
import io.facet.shell.internal.Kinds;
import io.facet.shell.internal.LiveOutput;
import io.facet.shell.internal.Services;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Imports a model from its description. */
@Service
@Command(
        scope = "facet",
        name = "model-import",
        description = "Import a model from a file",
        detailedDescription =
                "The file is a model description in YAML, as Juju exports it. The model appears complete or not at all; an"
                        + " error names the place in the file and what was expected there. Says what was imported and what"
                        + " was left out because Facet has no use for it. The file is read by the server: a relative path"
                        + " starts at the directory that Facet was started in (bin/facet makes it absolute for you).\n\n"
                        + "  facet:model-import /tmp/prod.yaml\n"
                        + "  facet:model-import --replace /tmp/prod.yaml")
public final class ModelImportCommand implements Action {
    @Option(name = "--replace", description = "Replace the model if there is one with the same UUID")
    boolean replace;

    @Argument(name = "file", description = "The model description", required = true)
    @Completion(FileCompleter.class)
    String file;

    @Reference(optional = true)
    ModelImporter importer;

    @Reference
    Session session;

    @Override
    public Object execute() throws Exception {
        ModelImporter present = Services.required(importer, ModelImporter.class, "io.facet.importer");
        ImportReport report = Services.refusable(() -> present.importModel(
                Path.of(file),
                replace ? ImportOptions.REPLACE : ImportOptions.DEFAULT,
                new ImportProgressPrinter(LiveOutput.of(session))));
        System.out.println((report.replaced() ? "Replaced" : "Imported") + " model " + report.modelName() + " ("
                + report.modelUuid() + "): " + Kinds.phrase(report.imported(), "nothing"));
        if (!report.leftOut().isEmpty()) {
            System.out.println("Left out, since Facet has no use for them: " + Kinds.phrase(report.leftOut(), ""));
        }
        if (!report.unknownKeys().isEmpty()) {
            System.out.println("Unknown sections, ignored: " + String.join(", ", report.unknownKeys()));
        }
        report.warnings().forEach(warning -> System.out.println("Warning: " + warning));
        return null;
    }
}
