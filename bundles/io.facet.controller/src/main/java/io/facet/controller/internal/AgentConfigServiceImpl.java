// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.access.api.AccessService;
import io.facet.cloud.api.CloudService;
import io.facet.controller.api.AgentConfigService;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.FacetException;
import io.facet.core.HostPort;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Issues {@code agent.conf} files. Its activation completes the first boot, so who sees it finds a whole controller. */
@Component(
        configurationPid = {"io.facet.access", "io.facet.controller"},
        immediate = true)
public final class AgentConfigServiceImpl implements AgentConfigService {

    private final ControllerService controller;
    private final ModelService models;
    private final MachineService machines;
    private final AccessService access;
    private final ControllerIdentity identity;
    private final Node node;
    private final String ownPassword;

    /** Completes the first boot, and brings this node's {@code agent.conf} up to date. */
    @Activate
    public AgentConfigServiceImpl(
            @Reference Store store,
            @Reference(policyOption = GREEDY) ControllerService controller,
            @Reference(policyOption = GREEDY) ModelService models,
            @Reference(policyOption = GREEDY) MachineService machines,
            @Reference(policyOption = GREEDY) AccessService access,
            @Reference(policyOption = GREEDY) CloudService clouds,
            @Reference(policyOption = GREEDY) StorageService storage,
            ControllerConfig config) {
        this.controller = controller;
        this.models = models;
        this.machines = machines;
        this.access = access;
        this.identity = join(store.read(controller::identity));
        this.node = Node.in(Node.directory(config.data_dir()));
        Bootstrap bootstrap = new Bootstrap(node, identity, models, machines, access, clouds, storage, config);
        Optional<String> admin =
                join(store.read(bootstrap::needsAdmin)) ? Optional.of(bootstrap.adminPassword()) : Optional.empty();
        Optional<String> kept = PrivateFiles.read(node.agentConf()).map(this::password);
        this.ownPassword = kept.orElseGet(access::generateAgentPassword);
        String conf = join(store.write(identity.modelUuid(), tx -> {
            if (bootstrap.complete(tx, admin) || kept.isEmpty()) {
                // In the database before it is in the file: a boot that is cut off in between begins anew.
                access.setAgentPassword(tx, identity.modelUuid(), node.machine().tag(), ownPassword);
            }
            return issueForController(tx, identity.modelUuid());
        }));
        if (!PrivateFiles.read(node.agentConf()).equals(Optional.of(conf))) {
            PrivateFiles.write(node.agentConf(), conf);
        }
    }

    private String password(String text) {
        try {
            return AgentConf.password(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "cannot use " + node.agentConf() + ": " + e.getMessage()
                            + "; restore it, or delete it to have a new one made",
                    e);
        }
    }

    @Override
    public String issueForMachine(Transaction tx, String modelUuid, MachineId id) {
        refuseUnknown(tx, modelUuid);
        Machine machine = machine(tx, modelUuid, id);
        String nonce = machine.nonce();
        if (nonce.isEmpty()) {
            nonce = node.machine().tag() + ":" + UUID.randomUUID();
            machines.setNonce(tx, modelUuid, id, nonce);
        }
        String password = access.generateAgentPassword();
        access.setAgentPassword(tx, modelUuid, id.tag(), password);
        return new AgentConf(id.tag(), identity, modelUuid, addresses(tx), password, nonce).text();
    }

    @Override
    public String issueForController(Transaction tx, String modelUuid) {
        refuseUnknown(tx, modelUuid);
        String nonce = machine(tx, identity.modelUuid(), node.machine()).nonce();
        return new AgentConf(node.machine().tag(), identity, modelUuid, addresses(tx), ownPassword, nonce).text();
    }

    private void refuseUnknown(Transaction tx, String modelUuid) {
        if (models.model(tx, modelUuid).isEmpty()) {
            throw FacetException.notFound("model \"" + modelUuid + "\"");
        }
    }

    private Machine machine(Transaction tx, String modelUuid, MachineId id) {
        return Optional.ofNullable(machines.machines(tx, modelUuid, List.of(id)).get(id))
                .orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private List<String> addresses(Transaction tx) {
        return controller.apiHostPortsForAgents(tx).stream()
                .flatMap(Collection::stream)
                .map(HostPort::dialAddress)
                .toList();
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
