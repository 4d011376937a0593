// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes users, SSH keys and images ({@code model-description.md} sections 3 and 8). */
final class AccountWriter {
    private static final ImageFilter ALL = new ImageFilter("", Set.of(), Set.of(), "", "", "");
    private static final long NANOS = 1_000_000_000L;

    private final ExportSource source;
    private final YamlWriter yaml;
    private final ExportMeter meter;

    AccountWriter(ExportSource source, YamlWriter yaml, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.meter = meter;
    }

    void users() {
        Map<String, String> users = source.services().access().modelUsers(source.tx(), source.uuid());
        yaml.section(
                "users",
                1,
                () -> users.forEach((name, access) -> yaml.item(() -> {
                    meter.wrote("users");
                    yaml.text("name", name);
                    yaml.text("created-by", source.model().owner());
                    yaml.time("date-created", BlockWriter.NO_TIME);
                    yaml.text("access", access);
                })));
    }

    void keys() {
        Map<String, List<String>> keys = source.services().keys().keysByUser(source.tx(), source.uuid());
        yaml.section(
                "authorized-keys",
                1,
                "users-authorized-keys",
                () -> keys.forEach((user, lines) -> {
                    lines.forEach(line -> meter.wrote("authorized-keys"));
                    yaml.item(() -> {
                        yaml.text("user-name", user);
                        yaml.texts("authorized-keys", lines);
                    });
                }));
    }

    /** Those that an operator put in; all others are found again where they come from. */
    void images() {
        List<ImageMetadata> images =
                source.services().images().findMetadata(source.tx(), source.uuid(), ALL).values().stream()
                        .flatMap(Collection::stream)
                        .filter(image -> image.source().equals(ImageMetadata.CUSTOM))
                        .sorted(Comparator.comparing(ImageMetadata::region)
                                .thenComparing(ImageMetadata::stream)
                                .thenComparing(ImageMetadata::version)
                                .thenComparing(ImageMetadata::arch)
                                .thenComparing(ImageMetadata::virtType)
                                .thenComparing(ImageMetadata::rootStorageType))
                        .toList();
        yaml.section(
                "cloud-image-metadata",
                2,
                "cloudimagemetadata",
                () -> images.forEach(image -> yaml.item(() -> image(image))));
    }

    private void image(ImageMetadata image) {
        meter.wrote("cloud-image-metadata");
        yaml.text("stream", image.stream());
        yaml.text("region", image.region());
        yaml.text("version", image.version());
        yaml.text("arch", image.arch());
        yaml.text("virt-type", image.virtType());
        yaml.text("root-storage-type", image.rootStorageType());
        image.rootStorageSize().ifPresent(size -> yaml.unsigned("root-storage-size", size));
        yaml.number("date-created", nanos(image.created()));
        yaml.text("source", image.source());
        yaml.number("priority", image.priority());
        yaml.text("image-id", image.imageId());
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }
}
