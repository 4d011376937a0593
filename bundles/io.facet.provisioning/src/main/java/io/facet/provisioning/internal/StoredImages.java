// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.core.FacetException;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored image metadata that fits machines ({@code provisioning-info.md} 7.1 and 7.2), read once for all of them. */
final class StoredImages {

    private static final Logger LOG = LoggerFactory.getLogger(StoredImages.class);
    private static final String DEFAULT_STREAM = "released";
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64", "ppc64el", "s390x", "riscv64");

    private final ModelFacts facts;
    private final Outcome<List<ImageMetadata>> found;
    private final ImageAnswers answers;
    private final Set<ImageSearch> missing;

    private StoredImages(
            ModelFacts facts, Outcome<List<ImageMetadata>> found, ImageAnswers answers, Set<ImageSearch> missing) {
        this.facts = facts;
        this.found = found;
        this.answers = answers;
        this.missing = missing;
    }

    /**
     * Reads what is stored.
     *
     * @param answers what the sources have said so far
     * @param missing takes the searches for which nothing is stored
     */
    static StoredImages read(
            Services services,
            Transaction tx,
            String modelUuid,
            ModelFacts facts,
            Collection<Machine> machines,
            ImageAnswers answers,
            Set<ImageSearch> missing) {
        return new StoredImages(facts, stored(services, tx, modelUuid, facts, machines, answers), answers, missing);
    }

    private static Outcome<List<ImageMetadata>> stored(
            Services services,
            Transaction tx,
            String modelUuid,
            ModelFacts facts,
            Collection<Machine> machines,
            ImageAnswers answers) {
        if (machines.isEmpty()) {
            return Outcome.of(List.of());
        }
        ImageFilter filter = new ImageFilter(
                facts.capabilities().regional() ? facts.cloud().region() : "",
                machines.stream().map(machine -> machine.base().track()).collect(Collectors.toSet()),
                machines.stream().flatMap(machine -> arches(machine).stream()).collect(Collectors.toSet()),
                stream(facts.config()),
                "",
                "");
        try {
            return Outcome.of(services.images().findMetadata(tx, modelUuid, filter).values().stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(ImageMetadata::priority))
                    .toList());
        } catch (FacetException e) {
            if (answers.afterSaving()) {
                return Outcome.failed(
                        e.inContext("could not read metadata from controller after saving it there from data sources"));
            }
            LOG.warn("stored images of model {} cannot be read; looking for published ones", modelUuid, e);
            return Outcome.of(List.of());
        }
    }

    /** Without a configuration no machine gets as far as its images, so the default does no harm. */
    private static String stream(Outcome<Map<String, Object>> config) {
        String stream = text(config, "image-stream");
        return stream.isEmpty() ? DEFAULT_STREAM : stream;
    }

    private static String text(Outcome<Map<String, Object>> config, String key) {
        Object value = config.fold(values -> values.get(key), failure -> null);
        return value instanceof String text ? text : "";
    }

    /**
     * The images that fit a machine, the most important last. If none are stored, the search for them is noted.
     *
     * @throws FacetException if they were searched for in vain
     */
    List<ImageMetadata> of(Machine machine) {
        try {
            ImageSearch search = search(machine);
            List<ImageMetadata> fitting = ModelFacts.told(found).stream()
                    .filter(image -> image.version().equals(search.version()))
                    .filter(image -> search.arches().contains(image.arch()))
                    .toList();
            if (fitting.isEmpty()) {
                answers.failure(search).ifPresent(failure -> {
                    throw failure;
                });
                missing.add(search);
            }
            return fitting;
        } catch (FacetException e) {
            throw e.inContext("cannot get available image metadata");
        }
    }

    private ImageSearch search(Machine machine) {
        CloudSpec cloud = facts.cloud();
        boolean regional = facts.capabilities().regional();
        if (regional && cloud.region().isEmpty()) {
            throw FacetException.notFound("region of cloud \"" + cloud.name() + "\"")
                    .inContext(
                            "could not construct image constraint: getting provider region information (cloud spec)");
        }
        return new ImageSearch(
                machine.base().track(),
                arches(machine),
                stream(facts.config()),
                regional ? cloud.region() : "",
                regional ? cloud.endpoint() : "",
                text(facts.config(), "image-metadata-url"),
                !facts.config()
                        .fold(
                                values -> Boolean.TRUE.equals(values.get("image-metadata-defaults-disabled")),
                                failure -> true));
    }

    private static Set<String> arches(Machine machine) {
        return machine.constraints()
                .text(Constraints.Key.ARCH)
                .filter(arch -> !arch.isEmpty())
                .map(Set::of)
                .orElse(ARCHITECTURES);
    }
}
