// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.agentprovisioner.internal.AgentProvisionerServiceImpl;
import io.facet.application.internal.ApplicationServiceImpl;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.image.internal.CloudImageMetadataServiceImpl;
import io.facet.keyupdater.internal.KeyUpdaterServiceImpl;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelParticipant;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.provisioning.internal.ProvisioningServiceImpl;
import io.facet.provisioning.internal.Services;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.TransactionBody;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/** The importer on the real services and a real store. */
final class ImporterRule implements TestRule {
    static final String CONTROLLER_MODEL = "00000000-1111-4000-8000-00000000000c";

    private final StoreRule store = new StoreRule();
    private final ControllerService controller = controller();
    private MachineServiceImpl machines;
    private ModelServices services;
    private ProvisioningServiceImpl provisioning;

    @Override
    public Statement apply(Statement base, Description description) {
        return RuleChain.outerRule(store)
                .around(new ExternalResource() {
                    @Override
                    protected void before() {
                        start();
                    }

                    @Override
                    protected void after() {
                        machines.deactivate();
                    }
                })
                .apply(base, description);
    }

    private void start() {
        ModelServiceImpl models = new ModelServiceImpl(store.store(), "here", "this run");
        machines = new MachineServiceImpl(store.store(), Clock.systemUTC(), Duration.ofHours(1));
        ApplicationServiceImpl applications = new ApplicationServiceImpl(store.store());
        NetworkServiceImpl networks = new NetworkServiceImpl(store.store());
        StorageServiceImpl storage = new StorageServiceImpl(store.store());
        CloudImageMetadataServiceImpl images = new CloudImageMetadataServiceImpl(store.store());
        KeyUpdaterServiceImpl keys = new KeyUpdaterServiceImpl(store.store(), controller);
        AccessServiceImpl access = new AccessServiceImpl(store.store());
        CloudServiceImpl clouds = new CloudServiceImpl(store.store());
        for (Object service : List.of(machines, applications, networks, storage, images, keys, access, clouds)) {
            models.bindParticipant(
                    (ModelParticipant) service,
                    Map.of("objectClass", new String[] {service.getClass().getName()}));
        }
        services = new ModelServices(models, machines, applications, networks, storage, images, keys, access, clouds);
        provisioning = new ProvisioningServiceImpl(new Services(
                models,
                machines,
                applications,
                networks,
                storage,
                images,
                controller,
                clouds,
                access,
                new AgentProvisionerServiceImpl(models, clouds),
                keys));
    }

    /** Only identity and configuration of the controller matter here. */
    private static ControllerService controller() {
        return proxy(ControllerService.class, (method, args) -> switch (method.getName()) {
            case "identity" -> new ControllerIdentity("00000000-1111-4000-8000-00000000000a", CONTROLLER_MODEL, "");
            case "config" -> Map.of();
            default -> throw new AssertionError("unexpected call of " + method);
        });
    }

    /** The services. */
    ModelServices services() {
        return services;
    }

    ProvisioningServiceImpl provisioning() {
        return provisioning;
    }

    StoreRule store() {
        return store;
    }

    /** An importer on the services. */
    ModelImporterImpl importer() {
        return importer(services);
    }

    /** An importer on other services. */
    ModelImporterImpl importer(ModelServices others) {
        return importer(() -> others);
    }

    /** An importer on services that may be exchanged. */
    ModelImporterImpl importer(Supplier<ModelServices> present) {
        return new ModelImporterImpl(store.store(), present, controller, new Limits(64 << 20, 64, 1 << 20, 5_000_000));
    }

    /** An exporter of what the services hold. */
    ModelExporterImpl exporter() {
        return exporter(services);
    }

    /** An exporter of what other services hold. */
    ModelExporterImpl exporter(ModelServices others) {
        return new ModelExporterImpl(store.store(), others);
    }

    <T> T read(TransactionBody<T> body) {
        return store.read(body);
    }

    /** How many rows each table holds of a model; tables without any are absent. */
    Map<String, Long> rows(String modelUuid) {
        return store.read(tx -> rows(tx.connection(), modelUuid));
    }

    private static Map<String, Long> rows(Connection connection, String modelUuid) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        List<String> tables = new ArrayList<>();
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT m.name FROM sqlite_master m"
                        + " JOIN pragma_table_info(m.name) c ON c.name = 'model_uuid' WHERE m.type = 'table'"
                        + " AND m.name NOT LIKE 'change_%'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        for (String table : tables) {
            try (PreparedStatement count =
                    connection.prepareStatement("SELECT count(*) FROM " + table + " WHERE model_uuid = ?")) {
                count.setString(1, modelUuid);
                long n = count.executeQuery().getLong(1);
                if (n > 0) {
                    rows.put(table, n);
                }
            }
        }
        return rows;
    }

    /**
     * All rows of a model in all tables, each as text with its columns; the origin of the import aside, which is that of the
     * installation.
     */
    Map<String, List<String>> content(String modelUuid) {
        return store.read(tx -> {
            Map<String, List<String>> content = new TreeMap<>();
            for (String table : rows(tx.connection(), modelUuid).keySet()) {
                List<String> rows = new ArrayList<>();
                try (PreparedStatement select =
                        tx.connection().prepareStatement("SELECT * FROM " + table + " WHERE model_uuid = ?")) {
                    select.setString(1, modelUuid);
                    ResultSet found = select.executeQuery();
                    while (found.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                            row.append(found.getMetaData().getColumnName(i))
                                    .append('=')
                                    .append(found.getString(i))
                                    .append("; ");
                        }
                        rows.add(row.toString());
                    }
                }
                rows.sort(null);
                content.put(table, rows);
            }
            return content;
        });
    }

    /** What a call of a method is answered with. */
    interface Answer {
        Object to(Method method, Object[] args) throws Throwable;
    }

    /** A service that answers as told. */
    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.to(method, args)));
    }

    /** A service whose one method fails, and which is itself otherwise. */
    static <T> T failing(Class<T> type, T real, String broken, RuntimeException failure) {
        return proxy(type, (method, args) -> {
            if (method.getName().equals(broken)) {
                throw failure;
            }
            try {
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
