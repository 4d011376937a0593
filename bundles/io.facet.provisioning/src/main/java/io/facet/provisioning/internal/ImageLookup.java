// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.TopologyRule;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provisioning info with the images of machines for which none are stored ({@code provisioning-info.md} 7.2): the sources
 * are asked between two transactions and never inside one, each distinct search once, and without a waiting thread. A call
 * for which all images are stored is answered from its first transaction.
 */
final class ImageLookup {

    private static final Logger LOG = LoggerFactory.getLogger(ImageLookup.class);

    private final Services services;
    private final Store store;
    private final String modelUuid;
    private final TopologyRule rule;

    ImageLookup(Services services, Store store, String modelUuid, TopologyRule rule) {
        this.services = services;
        this.store = store;
        this.modelUuid = modelUuid;
        this.rule = rule;
    }

    private record Pass(List<Outcome<ProvisioningInfo>> infos, Set<ImageSearch> missing) {}

    CompletionStage<List<Outcome<ProvisioningInfo>>> provisioningInfo(List<MachineId> machines) {
        return store.read(tx -> pass(tx, machines, ImageAnswers.NONE)).thenCompose(first -> {
            if (first.missing().isEmpty()) {
                return CompletableFuture.completedFuture(first.infos());
            }
            return ask(first.missing()).thenCompose(answers -> {
                if (answers.changeNothing()) {
                    return CompletableFuture.completedFuture(first.infos());
                }
                return save(answers.batches())
                        .thenCompose(done -> store.read(tx -> pass(tx, machines, answers)))
                        .thenApply(Pass::infos);
            });
        });
    }

    private Pass pass(Transaction tx, List<MachineId> machines, ImageAnswers answers) {
        Set<ImageSearch> missing = new LinkedHashSet<>();
        return new Pass(new ProvisioningInfos(services, rule).of(tx, modelUuid, machines, answers, missing), missing);
    }

    private CompletionStage<ImageAnswers> ask(Set<ImageSearch> searches) {
        CloudImageMetadataService images = services.images();
        Map<ImageSearch, CompletableFuture<List<ImageMetadata>>> asked = new HashMap<>();
        searches.forEach(
                search -> asked.put(search, images.publishedMetadata(search).toCompletableFuture()));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .handle((done, anyFailure) -> answers(asked));
    }

    private static ImageAnswers answers(Map<ImageSearch, CompletableFuture<List<ImageMetadata>>> asked) {
        Map<ImageSearch, List<ImageMetadata>> found = new HashMap<>();
        Map<ImageSearch, FacetException> failures = new HashMap<>();
        asked.forEach((search, answer) -> {
            try {
                List<ImageMetadata> images = answer.join();
                if (!images.isEmpty()) {
                    found.put(search, images);
                }
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof FacetException failure)) {
                    throw e;
                }
                failures.put(search, failure);
            }
        });
        return new ImageAnswers(found, failures);
    }

    /** Saves what was found. What cannot be saved is told in the log only; the machines then get no images. */
    private CompletionStage<Void> save(List<List<ImageMetadata>> batches) {
        if (batches.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CloudImageMetadataService images = services.images();
        return store.<Void>write(modelUuid, tx -> {
                    Entries.each(tx, batches, batch -> images.saveMetadata(tx, modelUuid, batch))
                            .forEach(failure -> failure.ifPresent(this::notSaved));
                    return null;
                })
                .exceptionally(failure -> {
                    notSaved(failure);
                    return null;
                });
    }

    private void notSaved(Throwable failure) {
        LOG.warn("published images for model {} are not used, because they cannot be saved: {}", modelUuid, failure);
    }
}
