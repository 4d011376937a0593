// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.core.Constraints;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.machine.api.Machine;
import io.facet.provisioning.api.Outcome;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The stored image metadata that fits machines ({@code provisioning-info.md} 7.1 and 7.2), read once for all of them. */
final class StoredImages {

    private static final String DEFAULT_STREAM = "released";
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64", "ppc64el", "s390x", "riscv64");

    private final List<ImageMetadata> found;

    private StoredImages(List<ImageMetadata> found) {
        this.found = found;
    }

    static StoredImages read(
            Services services, Transaction tx, String modelUuid, ModelFacts facts, Collection<Machine> machines) {
        if (machines.isEmpty()) {
            return new StoredImages(List.of());
        }
        ImageFilter filter = new ImageFilter(
                facts.capabilities().regional() ? facts.cloud().region() : "",
                machines.stream().map(machine -> machine.base().track()).collect(Collectors.toSet()),
                machines.stream().flatMap(machine -> arches(machine).stream()).collect(Collectors.toSet()),
                stream(facts.config()),
                "",
                "");
        return new StoredImages(services.images().findMetadata(tx, modelUuid, filter).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(ImageMetadata::priority))
                .toList());
    }

    /** Without a configuration no machine gets as far as its images, so the default does no harm. */
    private static String stream(Outcome<Map<String, Object>> config) {
        Object set = config.fold(values -> values.get("image-stream"), failure -> null);
        return set instanceof String stream && !stream.isEmpty() ? stream : DEFAULT_STREAM;
    }

    /** The images that fit a machine, the most important last. */
    List<ImageMetadata> of(Machine machine) {
        Set<String> arches = arches(machine);
        return found.stream()
                .filter(image -> image.version().equals(machine.base().track()))
                .filter(image -> arches.contains(image.arch()))
                .toList();
    }

    private static Set<String> arches(Machine machine) {
        return machine.constraints().text(Constraints.Key.ARCH).map(Set::of).orElse(ARCHITECTURES);
    }
}
