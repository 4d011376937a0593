// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.controller.api.ExternalController;
import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of the controller service. */
final class ControllerRows {

    /** The row that says who the controller is. */
    public record Identity(String uuid, String modelUuid, String caCertificate, String caPrivateKey) {
        /** Leaves the key out. */
        @Override
        public String toString() {
            return "Identity[uuid=" + uuid + "]";
        }
    }

    /** One API address. */
    public record Address(String nodeId, String audience, String address, String type, String scope, int port) {
        HostPort hostPort() {
            return new HostPort(new NetworkAddress(address, type, scope), port);
        }
    }

    /** The controller that hosts a model elsewhere. */
    public record External(String modelUuid, String controllerUuid, String addresses, String caCertificate) {
        ExternalController controller() {
            return new ExternalController(controllerUuid, addresses.lines().toList(), caCertificate);
        }
    }

    private final Sql sql = new Sql(Identity.class, Address.class, External.class);

    Optional<Identity> identity(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT uuid, model_uuid, ca_certificate, ca_private_key FROM controller WHERE id = 1")
                .mapTo(Identity.class)
                .findOne());
    }

    /** Writes the identity unless there is one: the first of several nodes wins. */
    void insertIdentity(Transaction tx, Identity identity) {
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO controller (id, uuid, model_uuid, ca_certificate,"
                        + " ca_private_key) VALUES (1, :uuid, :modelUuid, :caCertificate, :caPrivateKey)"
                        + " ON CONFLICT (id) DO NOTHING")
                .bindMethods(identity)
                .execute());
    }

    Map<String, String> config(Transaction tx) {
        Map<String, String> config = new TreeMap<>();
        sql.use(tx, handle -> handle.createQuery("SELECT key, value FROM controller_config")
                .map((row, context) -> config.put(row.getString("key"), row.getString("value")))
                .list());
        return config;
    }

    void setConfig(Transaction tx, String key, String value) {
        sql.use(
                tx,
                handle -> handle.execute(
                        "INSERT INTO controller_config (key, value) VALUES (?, ?)"
                                + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        key,
                        value));
    }

    void removeConfig(Transaction tx, String key) {
        sql.use(tx, handle -> handle.execute("DELETE FROM controller_config WHERE key = ?", key));
    }

    /** All addresses of all nodes; nodes by number, addresses as they were given. */
    List<Address> addresses(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery("SELECT node_id, audience, address, type, scope, port"
                        + " FROM api_address ORDER BY LENGTH(node_id), node_id, audience, position")
                .mapTo(Address.class)
                .list());
    }

    void setAddresses(Transaction tx, String nodeId, Map<String, List<HostPort>> byAudience) {
        sql.use(tx, handle -> {
            handle.execute("DELETE FROM api_address WHERE node_id = ?", nodeId);
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO api_address (node_id, audience, position, address, type,"
                            + " scope, port) VALUES (:node, :audience, :position, :value, :type, :scope, :port)");
            byAudience.forEach((audience, addresses) -> {
                int position = 0;
                for (HostPort it : addresses) {
                    batch.bind("node", nodeId)
                            .bind("audience", audience)
                            .bind("position", position++)
                            .bindMethods(it.address())
                            .bind("port", it.port())
                            .add();
                }
            });
            batch.execute();
        });
    }

    Map<String, ExternalController> externalControllers(Transaction tx, Collection<String> modelUuids) {
        Map<String, ExternalController> found = new LinkedHashMap<>();
        Sql.inChunks(
                        modelUuids,
                        some -> sql.with(tx, handle -> handle.createQuery(
                                        "SELECT model_uuid, controller_uuid, addresses, ca_certificate FROM external_controller"
                                                + " WHERE model_uuid IN (<models>)")
                                .bindList("models", some)
                                .mapTo(External.class)
                                .list()))
                .forEach(external -> found.put(external.modelUuid(), external.controller()));
        return found;
    }

    void setExternalController(Transaction tx, String modelUuid, ExternalController controller) {
        External row = new External(
                modelUuid, controller.uuid(), String.join("\n", controller.addresses()), controller.caCertificate());
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO external_controller (model_uuid, controller_uuid,"
                        + " addresses, ca_certificate) VALUES (:modelUuid, :controllerUuid, :addresses, :caCertificate)"
                        + " ON CONFLICT (model_uuid) DO UPDATE SET controller_uuid = excluded.controller_uuid,"
                        + " addresses = excluded.addresses, ca_certificate = excluded.ca_certificate")
                .bindMethods(row)
                .execute());
    }
}
