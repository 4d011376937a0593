// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportProgress;
import io.facet.importer.api.ImportProgress.Phase;
import io.facet.model.api.ModelService;
import io.facet.store.api.Store;
import io.facet.store.api.TransactionBody;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a description in short transactions under a hidden model, which the last one reveals or puts in the place of the
 * old one. Whatever fails before leaves nothing behind.
 */
final class ModelWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWriter.class);

    private static final int CLEAR_ATTEMPTS = 10;
    private static final long CLEAR_PAUSE_MS = 500;

    private final Store store;
    private final Supplier<ModelServices> services;
    private final Supplier<ControllerService> controller;
    private final InFlight inFlight;

    /**
     * @param services the services of the moment, looked at for each transaction, since an import may outlive some of them
     * @param controller the controller service of the moment
     */
    ModelWriter(
            Store store, Supplier<ModelServices> services, Supplier<ControllerService> controller, InFlight inFlight) {
        this.store = store;
        this.services = services;
        this.controller = controller;
        this.inFlight = inFlight;
    }

    /**
     * Writes the description.
     *
     * @return whether a model was replaced
     */
    boolean write(Description description, ImportOptions options, ImportProgress progress) {
        String uuid = description.model().uuid();
        inFlight.begin(uuid);
        try {
            boolean replace = isThere(uuid, options);
            // A model that is there keeps its UUID to the last moment, so its successor needs another one until then.
            String hidden = replace ? UUID.randomUUID().toString() : uuid;
            fill(hidden, description, progress, () -> reveal(hidden, uuid, replace, progress));
            progress.progress(Phase.REVEAL, 1, 1);
            return replace;
        } finally {
            inFlight.end(uuid);
        }
    }

    private boolean isThere(String uuid, ImportOptions options) {
        ModelService models = services.get().models();
        ControllerService present = controller.get();
        return await(store.read(tx -> {
            if (models.model(tx, uuid).isEmpty()) {
                return false;
            }
            if (!options.replace()) {
                throw new FacetException(
                        ErrorCode.ALREADY_EXISTS,
                        "model " + uuid + " already exists; to put this one in its place, import it with replace");
            }
            if (present.identity(tx).modelUuid().equals(uuid)) {
                throw new FacetException(
                        ErrorCode.ALREADY_EXISTS,
                        "model " + uuid + " already exists; it is the controller's own and cannot be replaced");
            }
            return true;
        }));
    }

    private void fill(String hidden, Description description, ImportProgress progress, Runnable reveal) {
        List<WriteSteps.Step> steps = WriteSteps.of(description);
        long total = steps.stream().mapToLong(WriteSteps.Step::entities).sum();
        long done = 0;
        progress.progress(Phase.WRITE, 0, total);
        boolean created = false;
        try {
            for (WriteSteps.Step step : steps) {
                inFlight.check(description.model().uuid());
                ModelServices present = services.get();
                write(hidden, tx -> {
                    step.body().write(present, tx, hidden);
                    return null;
                });
                created = true;
                done += step.entities();
                progress.progress(Phase.WRITE, done, total);
            }
            inFlight.check(description.model().uuid());
            reveal.run();
        } catch (RuntimeException | Error e) {
            if (created) {
                clear(hidden, e);
            }
            throw e;
        }
    }

    private void reveal(String hidden, String uuid, boolean replace, ImportProgress progress) {
        progress.progress(Phase.REVEAL, 0, 1);
        ModelService models = services.get().models();
        write(uuid, tx -> {
            if (replace) {
                models.replace(tx, hidden, uuid);
            } else {
                models.reveal(tx, uuid);
            }
            return null;
        });
    }

    /** Removes what was written, with some patience for services that are being exchanged. */
    private void clear(String hidden, Throwable failure) {
        for (int attempt = 1; ; attempt++) {
            try {
                ModelService models = services.get().models();
                write(hidden, tx -> {
                    models.remove(tx, hidden);
                    return null;
                });
                return;
            } catch (RuntimeException e) {
                boolean mayPass = e instanceof FacetException refused && refused.code() == ErrorCode.TRY_AGAIN;
                if (!mayPass || attempt == CLEAR_ATTEMPTS || !pause()) {
                    LOG.warn(
                            "Cannot remove model {}, whose import failed; it stays hidden until the next start",
                            hidden,
                            e);
                    failure.addSuppressed(e);
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(CLEAR_PAUSE_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void write(String modelUuid, TransactionBody<Void> body) {
        await(store.write(modelUuid, body));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FacetException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
