// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.agentprovisioner.api.AgentProvisionerService;
import io.facet.agentprovisioner.api.ContainerConfig;
import io.facet.cloud.api.CloudService;
import io.facet.core.FacetException;
import io.facet.model.api.ModelService;
import io.facet.store.api.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers from the configuration of the model and the capabilities of its cloud; it has no data of its own. Its
 * references may be exchanged at any time, so each operation reads them once.
 */
@Component(immediate = true)
public final class AgentProvisionerServiceImpl implements AgentProvisionerService {
    private static final String LXD = "lxd";
    private static final String NETWORKING_METHOD = "container-networking-method";
    private static final String IMAGE_STREAM = "container-image-stream";
    private static final String IMAGE_METADATA_URL = "container-image-metadata-url";
    private static final String IMAGE_DEFAULTS_DISABLED = "container-image-metadata-defaults-disabled";
    private static final String SNAP_CHANNEL = "lxd-snap-channel";
    private static final String DEFAULT_SNAP_CHANNEL = "5.0/stable";

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    /** For Declarative Services, which sets the references. */
    public AgentProvisionerServiceImpl() {}

    /** On the given services, without a container. */
    public AgentProvisionerServiceImpl(ModelService models, CloudService clouds) {
        this.models = models;
        this.clouds = clouds;
    }

    @Override
    public Map<String, String> containerManagerConfigForType(Transaction tx, String modelUuid, String containerType) {
        Map<String, Object> config = models.config(tx, modelUuid);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("model-uuid", modelUuid);
        answer.put(SNAP_CHANNEL, containerType.equals(LXD) ? text(config, SNAP_CHANNEL, DEFAULT_SNAP_CHANNEL) : "");
        answer.put(IMAGE_STREAM, text(config, IMAGE_STREAM, ""));
        answer.put(NETWORKING_METHOD, networkingMethod(config));
        String url = text(config, IMAGE_METADATA_URL, "");
        if (!url.isEmpty()) {
            answer.put(IMAGE_METADATA_URL, url);
        }
        if (Boolean.TRUE.equals(config.get(IMAGE_DEFAULTS_DISABLED))) {
            answer.put(IMAGE_DEFAULTS_DISABLED, "true");
        }
        return answer;
    }

    @Override
    public ContainerConfig containerConfig(Transaction tx, String modelUuid) {
        return ContainerConfigs.of(models.config(tx, modelUuid));
    }

    @Override
    public String containerNetworkingMethod(Transaction tx, String modelUuid) {
        return networkingMethod(models.config(tx, modelUuid));
    }

    private String networkingMethod(Map<String, Object> config) {
        String method = text(config, NETWORKING_METHOD, "");
        return switch (method) {
            case "local", "provider" -> method;
            case "" -> clouds.capabilities(text(config, "type", "")).containerAddresses() ? "provider" : "local";
            default ->
                throw FacetException.uncoded(
                        "unable to deduce container networking method \"" + method + "\" from model config");
        };
    }

    private static String text(Map<String, Object> config, String key, String missing) {
        return config.getOrDefault(key, missing).toString();
    }
}
