// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.AccessService;
import io.facet.application.api.ApplicationService;
import io.facet.cloud.api.CloudService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.importer.api.ExportProgress;
import io.facet.importer.api.ExportReport;
import io.facet.importer.api.ModelExporter;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Exports models, each from one read transaction. The transaction writes into a file of its own, and what it wrote is copied
 * to where it is wanted when it has ended: a terminal that takes its time must hold neither a thread of the store nor the
 * snapshot, which would keep the database from reusing space. One export runs at a time, the others wait for it.
 */
@Component(service = ModelExporter.class, immediate = true)
public final class ModelExporterImpl implements ModelExporter {
    /** Longer than the transaction takes to notice that it must end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long PROGRESS_MS = 200;
    private static final int BUFFER_CHARS = 1 << 16;

    private final Store store;
    private final Supplier<ModelServices> services;
    private final ReentrantLock one = new ReentrantLock(true);
    /** Of the export that runs. */
    private volatile ExportMeter meter = new ExportMeter();

    private volatile boolean closed;

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

    /** For Declarative Services, which sets the references. */
    @Activate
    public ModelExporterImpl(@Reference Store store) {
        this.store = store;
        services = () ->
                new ModelServices(models, machines, applications, networks, storage, images, keys, access, clouds);
    }

    ModelExporterImpl(Store store, ModelServices services) {
        this.store = store;
        this.services = () -> services;
    }

    /** Ends the export that runs. */
    @Deactivate
    void deactivate() {
        closed = true;
        meter.stop();
        try {
            if (one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                one.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ExportReport exportModel(String modelUuid, OutputStream description, ExportProgress progress) {
        try {
            one.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
        Path file = null;
        try {
            // Readable by its owner only, as all files of this call.
            file = Files.createTempFile("facet-export-", ".yaml");
            ExportReport report = write(modelUuid, file, progress);
            Files.copy(file, description);
            description.flush();
            return report;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            delete(file);
            one.unlock();
        }
    }

    private ExportReport write(String modelUuid, Path file, ExportProgress progress) {
        ExportMeter mine = new ExportMeter();
        meter = mine;
        if (closed) {
            throw stopped();
        }
        ModelServices present = services.get();
        CompletableFuture<ExportReport> report =
                store.read(tx -> write(tx, present, modelUuid, file, mine)).toCompletableFuture();
        try {
            progress.progress(0, 0);
            ExportReport written = await(report, mine, progress);
            progress.progress(mine.total(), mine.total());
            return written;
        } finally {
            // If it is not waited for to the end, it need not come to it. It ends soon, and must not find its file
            // gone.
            mine.stop();
            report.handle((written, failure) -> written).join();
        }
    }

    private static ExportReport write(
            Transaction tx, ModelServices services, String modelUuid, Path file, ExportMeter meter) {
        ModelInfo model = services.models()
                .model(tx, modelUuid)
                .orElseThrow(() -> FacetException.notFound("model \"" + modelUuid + "\""));
        meter.begin(services.models().counts(tx, modelUuid).values().stream()
                .mapToLong(Long::longValue)
                .sum());
        // Begins at the beginning of the file, should the read be repeated.
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(file, WRITE, TRUNCATE_EXISTING), BUFFER_CHARS)) {
            new DescriptionWriter(new ExportSource(services, tx, model), new YamlWriter(out), meter).write();
        } catch (IOException e) {
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
        return new ExportReport(model.uuid(), model.name(), meter.counts());
    }

    private static ExportReport await(
            CompletableFuture<ExportReport> report, ExportMeter meter, ExportProgress progress) {
        while (true) {
            try {
                return report.get(PROGRESS_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                progress.progress(meter.done(), meter.total());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static FacetException stopped() {
        return new FacetException(ErrorCode.STOPPED, "the export was stopped before its end");
    }

    private static FacetException unwritable(IOException e) {
        return new FacetException(ErrorCode.NONE, "cannot write the description: " + e.getMessage(), e);
    }
}
