// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.api.ContainerAddressAllocator;
import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.ContainerInterface;
import io.facet.cloud.api.DefaultPool;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The clouds of the models in the database, and what the providers know of their types. */
@Component(
        service = {CloudService.class, ModelParticipant.class},
        immediate = true)
public final class CloudServiceImpl implements CloudService, ModelParticipant {
    private static final ModelTables TABLES = ModelTables.of("model_cloud");

    private static final CloudCapabilities NOTHING = new CloudCapabilities(false, false, false, false, Set.of());

    private final Sql sql = new Sql(CloudSpec.class);
    private final Providers providers = new Providers();

    /** Brings the tables up to date. */
    @Activate
    public CloudServiceImpl(@Reference Store store) {
        store.migrate(new SchemaScripts("cloud", CloudServiceImpl.class.getClassLoader(), "db/migration/cloud", 1));
    }

    /** Adds somebody who knows a type of cloud, with the properties of the registration. */
    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    public void bindProvider(CloudProvider provider, Map<String, ?> properties) {
        providers.add(provider, properties);
    }

    /** Drops a registration that has gone; the provider may have another one. */
    public void unbindProvider(CloudProvider provider, Map<String, ?> properties) {
        providers.remove(provider, properties);
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
    public List<String> types() {
        return providers.types();
    }

    @Override
    public CloudCapabilities capabilities(String cloudType) {
        return providers.find(cloudType).map(CloudProvider::capabilities).orElse(NOTHING);
    }

    @Override
    public void checkPool(String cloudType, String storageProvider, Map<String, String> attributes) {
        providers
                .find(cloudType)
                .filter(cloud -> cloud.capabilities().storageProviders().contains(storageProvider))
                .ifPresent(cloud -> cloud.checkPool(storageProvider, attributes));
    }

    @Override
    public List<DefaultPool> defaultPools(String cloudType) {
        return providers.find(cloudType).map(CloudProvider::defaultPools).orElse(List.of());
    }

    @Override
    public boolean allocatesContainerAddresses(String cloudType) {
        return allocator(cloudType).isPresent();
    }

    @Override
    public CompletionStage<List<ContainerInterface>> allocateContainerAddresses(ContainerAddressRequest request) {
        return allocator(request.cloud().type())
                .map(allocator -> allocator.allocate(request))
                .orElseGet(() ->
                        failedFuture(new FacetException(ErrorCode.NOT_SUPPORTED, "container addresses not supported")));
    }

    private Optional<ContainerAddressAllocator> allocator(String cloudType) {
        return providers.find(cloudType).flatMap(CloudProvider::containerAddressAllocator);
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
