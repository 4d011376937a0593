// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.core.FacetException;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Metadata of cloud images, on the store.
 *
 * <p>What an operator put in (source {@code custom}) is never hidden, as in the reference's older store. Its newer one
 * hides it after five minutes like everything else, which is a slip: {@code provisioning-info.md} section 8 advises
 * against it.
 */
@Component(immediate = true)
public final class CloudImageMetadataServiceImpl implements CloudImageMetadataService, ModelParticipant {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final ModelTables TABLES = ModelTables.of("cloud_image_metadata");

    private final ImageTable images;
    private final Clock clock;

    @Activate
    public CloudImageMetadataServiceImpl(@Reference Store store) {
        this(store, Clock.systemUTC());
    }

    /** A service that takes the time from elsewhere. */
    public CloudImageMetadataServiceImpl(Store store, Clock clock) {
        this.clock = clock;
        images = new ImageTable(new Sql());
        store.migrate(new SchemaScripts("image", getClass().getClassLoader(), "db/migration/image", 1));
    }

    @Override
    public Map<String, List<ImageMetadata>> findMetadata(Transaction tx, String modelUuid, ImageFilter filter) {
        return images.find(tx, modelUuid, filter, oldest()).stream()
                .sorted(Comparator.comparing(ImageMetadata::created).thenComparing(ImageMetadata::imageId))
                .collect(Collectors.groupingBy(ImageMetadata::region, TreeMap::new, Collectors.toList()));
    }

    @Override
    public void saveMetadata(Transaction tx, String modelUuid, Collection<ImageMetadata> metadata) {
        if (metadata.isEmpty()) {
            return;
        }
        ImageRules.check(metadata);
        images.deleteBefore(tx, modelUuid, oldest());
        images.put(tx, modelUuid, metadata);
    }

    @Override
    public void deleteMetadata(Transaction tx, String modelUuid, String imageId) {
        if (imageId.isEmpty()) {
            throw FacetException.uncoded("image id is empty");
        }
        images.delete(tx, modelUuid, imageId);
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }

    private Instant oldest() {
        return clock.instant().minus(LIFETIME);
    }
}
