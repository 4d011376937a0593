// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
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
import io.facet.sql.Activation;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Issues {@code agent.conf} files. Its activation completes the first boot, so who sees it finds a whole controller. Other
 * services may be exchanged at any time, so each operation reads its references once.
 */
@Component(
        configurationPid = {"io.facet.access", "io.facet.controller"},
        immediate = true)
public final class AgentConfigServiceImpl implements AgentConfigService {

    private final Store store;
    private final ControllerConfig config;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ModelService models;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile MachineService machines;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile AccessService access;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile CloudService clouds;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile StorageService storage;

    private ControllerIdentity identity;
    private Node node;
    private String ownPassword;

    /** For Declarative Services, which sets the references and then starts the service. */
    @Activate
    public AgentConfigServiceImpl(@Reference Store store, ControllerConfig config) {
        this.store = store;
        this.config = config;
    }

    /** A started service without a container around it. */
    public AgentConfigServiceImpl(Store store, ControllerConfig config, Services services) {
        this(store, config);
        this.controller = services.controller();
        this.models = services.models();
        this.machines = services.machines();
        this.access = services.access();
        this.clouds = services.clouds();
        this.storage = services.storage();
        start();
    }

    /** Completes the first boot, and brings this node's {@code agent.conf} up to date. */
    @Activate
    void start() {
        Services services = services();
        identity = Activation.await(store.read(services.controller()::identity));
        Path directory = Node.directory(config.data_dir());
        ownPassword = NodeLock.holding(directory, () -> {
            node = Node.in(directory);
            return boot(services);
        });
    }

    /** The password of this node's agent, after all has been made that was missing. */
    private String boot(Services services) {
        AccessService access = services.access();
        Bootstrap bootstrap = new Bootstrap(node, identity, services, config);
        Optional<String> admin = Activation.await(store.read(bootstrap::needsAdmin))
                ? Optional.of(bootstrap.adminPassword())
                : Optional.empty();
        Optional<String> kept = keptPassword();
        String password = kept.orElseGet(access::generateAgentPassword);
        String conf = Activation.await(store.write(identity.modelUuid(), tx -> {
            if (bootstrap.complete(tx, admin) || kept.isEmpty()) {
                // In the database before it is in the file: a boot that is cut off in between begins anew.
                access.setAgentPassword(tx, identity.modelUuid(), node.machine().tag(), password);
            }
            return confOfController(services, tx, identity.modelUuid(), password);
        }));
        if (!PrivateFiles.read(node.agentConf()).equals(Optional.of(conf))) {
            PrivateFiles.write(node.agentConf(), conf);
        }
        return password;
    }

    private Optional<String> keptPassword() {
        return PrivateFiles.read(node.agentConf()).map(this::password);
    }

    private Services services() {
        return new Services(controller, models, machines, access, clouds, storage);
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
        Services services = services();
        refuseUnknown(services, tx, modelUuid);
        Machine machine = machine(services, tx, modelUuid, id);
        String nonce = machine.nonce();
        if (nonce.isEmpty()) {
            nonce = node.machine().tag() + ":" + UUID.randomUUID();
            services.machines().setNonce(tx, modelUuid, id, nonce);
        }
        String password = services.access().generateAgentPassword();
        services.access().setAgentPassword(tx, modelUuid, id.tag(), password);
        return new AgentConf(id.tag(), identity, modelUuid, addresses(services, tx), password, nonce).text();
    }

    @Override
    public String issueForController(Transaction tx, String modelUuid) {
        // The file counts: another instance of this service may have made a new one since this one was started.
        return confOfController(services(), tx, modelUuid, keptPassword().orElse(ownPassword));
    }

    private String confOfController(Services services, Transaction tx, String modelUuid, String password) {
        refuseUnknown(services, tx, modelUuid);
        String nonce =
                machine(services, tx, identity.modelUuid(), node.machine()).nonce();
        return new AgentConf(node.machine().tag(), identity, modelUuid, addresses(services, tx), password, nonce)
                .text();
    }

    private static void refuseUnknown(Services services, Transaction tx, String modelUuid) {
        if (services.models().model(tx, modelUuid).isEmpty()) {
            throw FacetException.notFound("model \"" + modelUuid + "\"");
        }
    }

    private static Machine machine(Services services, Transaction tx, String modelUuid, MachineId id) {
        return Optional.ofNullable(
                        services.machines().machines(tx, modelUuid, List.of(id)).get(id))
                .orElseThrow(() -> FacetException.notFound("machine " + id));
    }

    private static List<String> addresses(Services services, Transaction tx) {
        return services.controller().apiHostPortsForAgents(tx).stream()
                .flatMap(Collection::stream)
                .map(HostPort::dialAddress)
                .toList();
    }
}
