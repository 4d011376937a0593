// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.FacetException;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The clouds of the models in the database, and what is known of their types. */
@Component(
        service = {CloudService.class, ModelParticipant.class},
        immediate = true)
public final class CloudServiceImpl implements CloudService, ModelParticipant {
    private static final ModelTables TABLES = ModelTables.of("model_cloud");

    private final Sql sql = new Sql(CloudSpec.class);

    /** Brings the tables up to date. */
    @Activate
    public CloudServiceImpl(@Reference Store store) {
        store.migrate(new SchemaScripts("cloud", CloudServiceImpl.class.getClassLoader(), "db/migration/cloud", 1));
    }

    @Override
    public CloudSpec cloud(Transaction tx, String modelUuid) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT name, type, region, endpoint FROM model_cloud WHERE model_uuid = :model")
                .bind("model", modelUuid)
                .mapTo(CloudSpec.class)
                .findOne()
                .orElseThrow(() -> FacetException.notFound("cloud of model \"" + modelUuid + "\"")));
    }

    @Override
    public CloudCapabilities capabilities(String cloudType) {
        return CloudTypes.capabilities(cloudType);
    }

    @Override
    public void setCloud(Transaction tx, String modelUuid, CloudSpec cloud) {
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO model_cloud (model_uuid, name, type, region, endpoint)"
                        + " VALUES (:model, :name, :type, :region, :endpoint)"
                        + " ON CONFLICT (model_uuid) DO UPDATE SET name = excluded.name, type = excluded.type,"
                        + " region = excluded.region, endpoint = excluded.endpoint")
                .bind("model", modelUuid)
                .bindMethods(cloud)
                .execute());
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }
}
