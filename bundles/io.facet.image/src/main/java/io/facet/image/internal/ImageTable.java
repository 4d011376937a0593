// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The metadata of images in the database. */
final class ImageTable {

    private static final String LIVE =
            """
            SELECT stream, region, version, arch, virt_type, root_storage_type, source, image_id, root_storage_size,
                   priority, created_at
            FROM cloud_image_metadata
            WHERE model_uuid = :model AND (created_at >= :oldest OR source = :custom)""";

    private final Sql sql;

    ImageTable(Sql sql) {
        this.sql = sql;
    }

    /** What the filter accepts and is either custom or not older than {@code oldest}, in no order. */
    List<ImageMetadata> find(Transaction tx, String model, ImageFilter filter, Instant oldest) {
        Map<String, Collection<String>> wanted = wanted(filter);
        StringBuilder select = new StringBuilder(LIVE);
        wanted.keySet().forEach(column -> select.append(" AND ")
                .append(column)
                .append(" IN (<")
                .append(column)
                .append(">)"));
        return sql.with(tx, handle -> {
            var query = handle.createQuery(select.toString())
                    .bind("model", model)
                    .bind("oldest", micros(oldest))
                    .bind("custom", ImageMetadata.CUSTOM);
            wanted.forEach((column, values) -> query.bindList(column, List.copyOf(values)));
            return query.map((row, context) -> image(row)).list();
        });
    }

    /** Saves metadata; of a row with the same key only the image id is replaced. */
    void put(Transaction tx, String model, Collection<ImageMetadata> metadata) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO cloud_image_metadata (model_uuid, stream, region, version, arch, virt_type,
                        root_storage_type, source, image_id, root_storage_size, priority, created_at)
                    VALUES (:model, :stream, :region, :version, :arch, :virt, :storage, :source, :image, :size,
                        :priority, :created)
                    ON CONFLICT (model_uuid, stream, region, version, arch, virt_type, root_storage_type, source)
                    DO UPDATE SET image_id = excluded.image_id
                    """);
            for (ImageMetadata image : metadata) {
                OptionalLong size = image.rootStorageSize();
                batch.bind("model", model)
                        .bind("stream", image.stream())
                        .bind("region", image.region())
                        .bind("version", image.version())
                        .bind("arch", image.arch())
                        .bind("virt", image.virtType())
                        .bind("storage", image.rootStorageType())
                        .bind("source", image.source())
                        .bind("image", image.imageId())
                        .bind("size", size.isPresent() ? Long.valueOf(size.getAsLong()) : null)
                        .bind("priority", image.priority())
                        .bind("created", micros(image.created()))
                        .add();
            }
            batch.execute();
        });
    }

    /** Deletes what is older than {@code oldest} and not custom. */
    void deleteBefore(Transaction tx, String model, Instant oldest) {
        sql.with(tx, handle -> handle.createUpdate("DELETE FROM cloud_image_metadata"
                        + " WHERE model_uuid = :model AND NOT (created_at >= :oldest OR source = :custom)")
                .bind("model", model)
                .bind("oldest", micros(oldest))
                .bind("custom", ImageMetadata.CUSTOM)
                .execute());
    }

    void delete(Transaction tx, String model, String imageId) {
        sql.with(tx, handle -> handle.createUpdate(
                        "DELETE FROM cloud_image_metadata WHERE model_uuid = :model AND image_id = :image")
                .bind("model", model)
                .bind("image", imageId)
                .execute());
    }

    /** How many are custom. */
    long custom(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT count(*) FROM cloud_image_metadata WHERE model_uuid = :model AND source = :custom")
                .bind("model", model)
                .bind("custom", ImageMetadata.CUSTOM)
                .mapTo(Long.class)
                .one());
    }

    private static Map<String, Collection<String>> wanted(ImageFilter filter) {
        Map<String, Collection<String>> wanted = new LinkedHashMap<>();
        wanted.put("region", notEmpty(filter.region()));
        wanted.put("version", filter.versions());
        wanted.put("arch", filter.arches());
        wanted.put("stream", notEmpty(filter.stream()));
        wanted.put("virt_type", notEmpty(filter.virtType()));
        wanted.put("root_storage_type", notEmpty(filter.rootStorageType()));
        wanted.values().removeIf(Collection::isEmpty);
        return wanted;
    }

    private static Set<String> notEmpty(String value) {
        return value.isEmpty() ? Set.of() : Set.of(value);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static ImageMetadata image(ResultSet row) throws SQLException {
        long size = row.getLong("root_storage_size");
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(size);
        return new ImageMetadata(
                row.getString("image_id"),
                row.getString("stream"),
                row.getString("region"),
                row.getString("version"),
                row.getString("arch"),
                row.getString("virt_type"),
                row.getString("root_storage_type"),
                known,
                row.getString("source"),
                row.getInt("priority"),
                Instant.EPOCH.plus(row.getLong("created_at"), ChronoUnit.MICROS));
    }
}
