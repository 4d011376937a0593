// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.controller.api.ExternalController;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import io.facet.sql.Activation;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller in the database, and this node's certificate and addresses. */
@Component(
        service = ControllerService.class,
        configurationPid = {"io.facet.apiserver", "io.facet.controller"},
        immediate = true)
public final class ControllerServiceImpl implements ControllerService {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerServiceImpl.class);
    private static final String AGENTS = "agents";
    private static final String CLIENTS = "clients";

    private final ControllerRows rows = new ControllerRows();
    private final Store store;
    private final Clock clock;
    private final ControllerIdentity identity;
    private final CertificateAuthority authority;
    private volatile long port;

    /** Gives the controller its identity, if this is the first boot, and the node its certificate and addresses. */
    @Activate
    public ControllerServiceImpl(@Reference Store store, ControllerConfig config) {
        this(store, config, Clock.systemUTC());
    }

    /** A service on a given clock, which certificates are judged by. */
    public ControllerServiceImpl(Store store, ControllerConfig config, Clock clock) {
        this.store = store;
        this.clock = clock;
        // Refused settings are refused before anything is made.
        ApiAddresses.of(config);
        store.migrate(new SchemaScripts(
                "controller", ControllerServiceImpl.class.getClassLoader(), "db/migration/controller", 1));
        ControllerRows.Identity row = establish(store, clock);
        this.identity = new ControllerIdentity(row.uuid(), row.modelUuid(), row.caCertificate());
        this.authority = CertificateAuthority.load(row.caCertificate(), row.caPrivateKey());
        apply(config);
    }

    /** Somebody who mistypes the port of the API does not take the controller away from those who are connected. */
    @Modified
    void modified(ControllerConfig config) {
        try {
            apply(config);
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The addresses that agents are told stay as they were", e.getMessage());
        }
    }

    private void apply(ControllerConfig config) {
        List<HostPort> addresses = ApiAddresses.of(config);
        int told = ApiAddresses.port(config);
        Path directory = Node.directory(config.data_dir());
        Node node = NodeLock.holding(directory, () -> {
            new NodeCertificate(directory, authority, clock).ensure(values(addresses, true), values(addresses, false));
            return Node.in(directory);
        });
        Activation.await(store.write(identity.modelUuid(), tx -> {
            setApiHostPorts(tx, node.id(), addresses, addresses);
            return null;
        }));
        port = told;
    }

    /** One transaction makes the identity, and whoever loses the race takes over what the winner wrote. */
    private ControllerRows.Identity establish(Store store, Clock clock) {
        Optional<ControllerRows.Identity> present = Activation.await(store.read(rows::identity));
        if (present.isPresent()) {
            return present.get();
        }
        String uuid = UUID.randomUUID().toString();
        CertificateAuthority authority = CertificateAuthority.create(uuid, clock.instant());
        ControllerRows.Identity proposed = new ControllerRows.Identity(
                uuid,
                UUID.randomUUID().toString(),
                Pem.certificate(authority.certificate()),
                Pem.privateKey(authority.key()));
        ControllerRows.Identity settled = Activation.await(store.write(proposed.modelUuid(), tx -> {
            rows.insertIdentity(tx, proposed);
            return rows.identity(tx).orElseThrow();
        }));
        LOG.info("This is controller {} with controller model {}", settled.uuid(), settled.modelUuid());
        return settled;
    }

    private static List<String> values(List<HostPort> addresses, boolean names) {
        return addresses.stream()
                .map(HostPort::address)
                .filter(address -> address.type().equals(NetworkAddress.HOSTNAME) == names)
                .map(NetworkAddress::value)
                .toList();
    }

    @Override
    public ControllerIdentity identity(Transaction tx) {
        return identity;
    }

    @Override
    public Map<String, Object> config(Transaction tx) {
        Map<String, Object> config = new TreeMap<>(ConfigKeys.complete(rows.config(tx)));
        config.put("api-port", port);
        config.put("controller-uuid", identity.uuid());
        config.put("ca-cert", identity.caCertificate());
        return config;
    }

    @Override
    public List<String> configKeys() {
        return ConfigKeys.settable();
    }

    @Override
    public void updateConfig(Transaction tx, Map<String, Object> set, Collection<String> remove) {
        Map<String, String> stored = rows.config(tx);
        Set<String> changed = new TreeSet<>();
        for (String key : remove) {
            ConfigKeys.checkSettable(key);
            if (!set.containsKey(key) && stored.containsKey(key)) {
                rows.removeConfig(tx, key);
                changed.add(key);
            }
        }
        set.forEach((key, value) -> {
            String text = ConfigKeys.toText(key, value);
            if (!text.equals(stored.get(key))) {
                rows.setConfig(tx, key, text);
                changed.add(key);
            }
        });
        changed.forEach(key -> tx.changed(CONFIG_NAMESPACE, "", key, ""));
    }

    @Override
    public List<List<HostPort>> apiHostPortsForAgents(Transaction tx) {
        return byNode(rows.addresses(tx), AGENTS, CLIENTS);
    }

    @Override
    public List<List<HostPort>> apiHostPortsForClients(Transaction tx) {
        return byNode(rows.addresses(tx), CLIENTS, CLIENTS);
    }

    /** The addresses of each node for one audience, or for the other where there are none ({@code provisioner.md} 3). */
    private static List<List<HostPort>> byNode(List<ControllerRows.Address> all, String wanted, String otherwise) {
        Map<String, Map<String, List<HostPort>>> nodes = new LinkedHashMap<>();
        all.forEach(address -> nodes.computeIfAbsent(address.nodeId(), id -> new TreeMap<>())
                .computeIfAbsent(address.audience(), audience -> new ArrayList<>())
                .add(address.hostPort()));
        return nodes.values().stream()
                .map(node -> node.getOrDefault(wanted, node.getOrDefault(otherwise, List.of())))
                .filter(addresses -> !addresses.isEmpty())
                .map(List::copyOf)
                .toList();
    }

    @Override
    public void setApiHostPorts(Transaction tx, String nodeId, List<HostPort> forAgents, List<HostPort> forClients) {
        List<ControllerRows.Address> before = rows.addresses(tx).stream()
                .filter(address -> address.nodeId().equals(nodeId))
                .toList();
        Map<String, List<HostPort>> wanted = new TreeMap<>(Map.of(AGENTS, forAgents, CLIENTS, forClients));
        Map<String, List<HostPort>> present = new TreeMap<>(Map.of(AGENTS, List.of(), CLIENTS, List.of()));
        wanted.keySet()
                .forEach(audience -> present.put(
                        audience,
                        before.stream()
                                .filter(address -> address.audience().equals(audience))
                                .map(ControllerRows.Address::hostPort)
                                .toList()));
        if (!present.equals(wanted)) {
            rows.setAddresses(tx, nodeId, wanted);
            tx.changed(API_ADDRESSES_NAMESPACE, "", "", "");
        }
    }

    @Override
    public Map<String, ExternalController> externalControllers(Transaction tx, Collection<String> modelUuids) {
        return rows.externalControllers(tx, modelUuids);
    }

    @Override
    public void setExternalController(Transaction tx, String modelUuid, ExternalController controller) {
        rows.setExternalController(tx, modelUuid, controller);
    }
}
