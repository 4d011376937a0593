// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.core.FacetException;
import io.facet.image.api.CloudImageMetadataService;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.model.api.ModelParticipant;
import io.facet.simplestreams.Limits;
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
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Metadata of cloud images, on the store.
 *
 * <p>What an operator put in (source {@code custom}) is never hidden, as in the reference's older store. Its newer one
 * hides it after five minutes like everything else, which is a slip: {@code provisioning-info.md} section 8 advises
 * against it.
 */
@Component(
        service = {CloudImageMetadataService.class, ModelParticipant.class},
        configurationPid = "io.facet.image",
        immediate = true)
@Designate(ocd = ImageConfig.class)
public final class CloudImageMetadataServiceImpl implements CloudImageMetadataService, ModelParticipant {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final ModelTables TABLES = ModelTables.of("cloud_image_metadata");

    private final ImageTable images;
    private final PublishedImages published;
    private final Clock clock;

    private volatile ImageSettings settings;

    @Activate
    public CloudImageMetadataServiceImpl(@Reference Store store, ImageConfig config) {
        this(store, Clock.systemUTC(), ImageSettings.of(config), Limits.DEFAULT);
    }

    /** A service without a container around it, which knows no default source of published images. */
    public CloudImageMetadataServiceImpl(Store store) {
        this(store, Clock.systemUTC(), ImageSettings.NO_DEFAULT_SOURCE, Limits.DEFAULT);
    }

    /** A service without a container around it; {@link #deactivate} ends it. */
    public CloudImageMetadataServiceImpl(Store store, Clock clock, ImageSettings settings, Limits limits) {
        this.clock = clock;
        this.settings = settings;
        published = new PublishedImages(clock, limits);
        images = new ImageTable(new Sql());
        store.migrate(new SchemaScripts("image", getClass().getClassLoader(), "db/migration/image", 1));
    }

    @Modified
    void modified(ImageConfig config) {
        settings = ImageSettings.of(config);
    }

    /** Ends the fetches under way. */
    @Deactivate
    public void deactivate() {
        published.close();
    }

    @Override
    public CompletionStage<List<ImageMetadata>> publishedMetadata(ImageSearch search) {
        return published.find(search, settings);
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

    /** Those that an operator put in; the others come and go by themselves. */
    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return Map.of("cloud-image-metadata", images.custom(tx, modelUuid));
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
