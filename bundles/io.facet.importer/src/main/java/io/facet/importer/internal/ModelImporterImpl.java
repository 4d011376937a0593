// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.AccessService;
import io.facet.application.api.ApplicationService;
import io.facet.cloud.api.CloudService;
import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportProgress;
import io.facet.importer.api.ImportProgress.Phase;
import io.facet.importer.api.ImportReport;
import io.facet.importer.api.ModelImporter;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Imports models in two parts: reading, which touches nothing, and writing. Other services may be exchanged at any time:
 * each transaction reads its references once, and the next one goes on with the successor, on the same tables. A service
 * that goes without successor takes the importer with it, and an import in flight ends then, leaving nothing behind.
 */
@Component(service = ModelImporter.class, configurationPid = "io.facet.importer", immediate = true)
@Designate(ocd = ModelImporterImpl.Config.class)
public final class ModelImporterImpl implements ModelImporter {

    /** How much a description may ask of the importer. */
    @ObjectClassDefinition(name = "Importer", description = "Limits of the model descriptions that are imported")
    public @interface Config {
        @AttributeDefinition(description = "Largest document, in bytes")
        long max_document_bytes() default 256L * 1024 * 1024;

        @AttributeDefinition(description = "How deep maps and lists may nest")
        int max_depth() default 64;

        @AttributeDefinition(description = "Longest single value, in characters")
        int max_scalar_chars() default 16 * 1024 * 1024;

        @AttributeDefinition(
                description = "Most maps, lists and values in a document; each takes about 60 bytes of memory")
        int max_nodes() default 10_000_000;
    }

    /** Longer than any single transaction of an import. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Limits limits;
    private final ModelWriter writer;
    private final InFlight inFlight = new InFlight();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ApplicationService applications;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile NetworkService networks;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile StorageService storage;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudImageMetadataService images;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile KeyUpdaterService keys;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AccessService access;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    /** For Declarative Services, which sets the references. */
    @Activate
    public ModelImporterImpl(@Reference Store store, Config config) {
        limits = new Limits(
                config.max_document_bytes(), config.max_depth(), config.max_scalar_chars(), config.max_nodes());
        writer = new ModelWriter(store, this::services, () -> controller, inFlight);
    }

    ModelImporterImpl(Store store, Supplier<ModelServices> services, ControllerService controller, Limits limits) {
        this.limits = limits;
        writer = new ModelWriter(store, services, () -> controller, inFlight);
    }

    private ModelServices services() {
        return new ModelServices(models, machines, applications, networks, storage, images, keys, access, clouds);
    }

    @Deactivate
    void deactivate() {
        inFlight.close(PATIENCE);
    }

    @Override
    public ImportReport importModel(Path file, ImportOptions options, ImportProgress progress) {
        try (InputStream in = Files.newInputStream(file)) {
            return importModel(in, Files.size(file), options, progress);
        } catch (NoSuchFileException e) {
            throw new FacetException(ErrorCode.NOT_FOUND, "cannot read \"" + file + "\": no such file", e);
        } catch (IOException e) {
            throw new FacetException(ErrorCode.NONE, "cannot read \"" + file + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public ImportReport importModel(InputStream description, ImportOptions options, ImportProgress progress) {
        return importModel(description, 0, options, progress);
    }

    private ImportReport importModel(InputStream in, long size, ImportOptions options, ImportProgress progress) {
        Ledger ledger = new Ledger();
        List<String> unknownKeys = new ArrayList<>();
        Description description = read(in, size, progress, ledger, unknownKeys);
        boolean replaced = writer.write(description, options, progress);
        return new ImportReport(
                description.model().uuid(),
                description.model().name(),
                replaced,
                description.counts(),
                ledger.leftOut(),
                unknownKeys,
                ledger.warnings());
    }

    /** Apart from the writing, so that the document can be forgotten before that begins. */
    private Description read(
            InputStream in, long size, ImportProgress progress, Ledger ledger, List<String> unknownKeys) {
        YamlNode.Mapping document = document(in, size, progress);
        progress.progress(Phase.CHECK, 0, 1);
        DescriptionReader reader = new DescriptionReader(document, ledger);
        unknownKeys.addAll(reader.unknownKeys());
        Description description = reader.read();
        progress.progress(Phase.CHECK, 1, 1);
        return description;
    }

    private YamlNode.Mapping document(InputStream in, long size, ImportProgress progress) {
        progress.progress(Phase.READ, 0, size);
        // The file may grow while it is read; progress past its end would be odd.
        MeteredStream metered = new MeteredStream(
                in,
                limits.documentBytes(),
                done -> progress.progress(Phase.READ, size == 0 ? done : Math.min(done, size), size));
        YamlNode.Mapping document = new YamlReader(limits, Sections.SKIMMED).read(metered);
        progress.progress(Phase.READ, size == 0 ? metered.count() : size, size == 0 ? metered.count() : size);
        return document;
    }
}
