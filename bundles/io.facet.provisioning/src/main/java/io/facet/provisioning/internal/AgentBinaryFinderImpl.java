// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.agentbinary.api.AgentBinaryService;
import io.facet.agentbinary.api.AgentBinarySource;
import io.facet.cloud.api.CloudService;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.api.ModelService;
import io.facet.provisioning.api.AgentBinaryFinder;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells the store of binaries where a model wants them looked for. Each operation reads its references once. */
@Component(immediate = true)
public final class AgentBinaryFinderImpl implements AgentBinaryFinder {

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile Store store;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AgentBinaryService binaries;

    /** For Declarative Services, which sets the references. */
    public AgentBinaryFinderImpl() {}

    /** On the given services, without a container. */
    public AgentBinaryFinderImpl(Store store, ModelService models, CloudService clouds, AgentBinaryService binaries) {
        this.store = store;
        this.models = models;
        this.clouds = clouds;
        this.binaries = binaries;
    }

    /** What is stored, and where else to look. */
    private record Start(List<AgentBinary> stored, AgentBinarySource source) {}

    @Override
    public CompletionStage<List<AgentBinary>> find(String modelUuid, AgentBinaryQuery query, String stream) {
        AgentBinaryService service = present(binaries, "agent binary");
        Sources sources = sources();
        return present(store, "store")
                .read(tx -> new Start(service.find(tx, query), sources.of(tx, modelUuid)))
                .thenCompose(start -> service.search(
                        query,
                        stream.isEmpty() ? start.source() : start.source().withStream(stream),
                        start.stored()));
    }

    @Override
    public CompletionStage<AgentBinaryArchive> open(String modelUuid, AgentBinaryVersion version) {
        AgentBinaryService service = present(binaries, "agent binary");
        Sources sources = sources();
        return present(store, "store")
                .read(tx -> sources.of(tx, modelUuid))
                .thenCompose(source -> service.open(modelUuid, source, version));
    }

    private Sources sources() {
        return new Sources(present(models, "model"), present(clouds, "cloud"));
    }

    private static <T> T present(T service, String name) {
        if (service == null) {
            throw new FacetException(ErrorCode.TRY_AGAIN, "the " + name + " service is being exchanged; try again");
        }
        return service;
    }

    /** Where models have their binaries looked for. */
    private record Sources(ModelService models, CloudService clouds) {

        AgentBinarySource of(Transaction tx, String modelUuid) {
            Map<String, Object> config = models.config(tx, modelUuid);
            CloudSpec cloud = cloud(tx, modelUuid);
            boolean regional = clouds.capabilities(cloud.type()).regional();
            return new AgentBinarySource(
                    text(config, "agent-metadata-url"),
                    text(config, "agent-stream"),
                    Boolean.TRUE.equals(config.get("development")),
                    regional ? cloud.region() : "",
                    regional ? cloud.endpoint() : "");
        }

        /** Of a model without a recorded cloud, any cloud will do. */
        private CloudSpec cloud(Transaction tx, String modelUuid) {
            try {
                return clouds.cloud(tx, modelUuid);
            } catch (FacetException e) {
                if (e.code() == ErrorCode.NOT_FOUND) {
                    return new CloudSpec("", "", "", "");
                }
                throw e;
            }
        }

        private static String text(Map<String, Object> config, String key) {
            return config.get(key) instanceof String value ? value : "";
        }
    }
}
