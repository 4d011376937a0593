// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import io.facet.core.AgentVersion;
import io.facet.core.Constraints;
import io.facet.model.api.ModelInfo;
import io.facet.sql.JsonColumns;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of the model service. */
final class ModelRows {

    /** A row of table {@code model}. */
    public record Row(
            String modelUuid,
            String name,
            String owner,
            String type,
            String cloudType,
            String agentVersion,
            int hidden,
            String importOrigin,
            String importSession) {

        ModelInfo info() {
            return new ModelInfo(modelUuid, name, owner, type, cloudType, AgentVersion.parse(agentVersion));
        }

        boolean isHidden() {
            return hidden != 0;
        }
    }

    private static final ModelTables TABLES = ModelTables.of("model", "model_config", "model_constraints");

    private final Sql sql = new Sql(Row.class);

    /** The model, visible or hidden. */
    Optional<Row> find(Transaction tx, String modelUuid) {
        return sql.with(tx, handle -> handle.createQuery("SELECT * FROM model WHERE model_uuid = :model")
                .bind("model", modelUuid)
                .mapTo(Row.class)
                .findOne());
    }

    List<Row> all(Transaction tx, boolean hidden) {
        return sql.with(
                tx, handle -> handle.createQuery("SELECT * FROM model WHERE hidden = :hidden ORDER BY name, model_uuid")
                        .bind("hidden", hidden ? 1 : 0)
                        .mapTo(Row.class)
                        .list());
    }

    void insert(Transaction tx, Row row) {
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO model (model_uuid, name, owner, type, cloud_type,"
                        + " agent_version, hidden, import_origin, import_session) VALUES (:modelUuid, :name, :owner,"
                        + " :type, :cloudType, :agentVersion, :hidden, :importOrigin, :importSession)")
                .bindMethods(row)
                .execute());
    }

    void show(Transaction tx, String modelUuid) {
        sql.use(tx, handle -> handle.execute("UPDATE model SET hidden = 0 WHERE model_uuid = ?", modelUuid));
    }

    void remove(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    void move(Transaction tx, String from, String to) {
        TABLES.move(tx, from, to);
    }

    /** The stored configuration, sorted by key. */
    Map<String, String> config(Transaction tx, String modelUuid) {
        Map<String, String> config = new LinkedHashMap<>();
        sql.use(tx, handle -> handle.createQuery(
                        "SELECT key, value FROM model_config WHERE model_uuid = :model ORDER BY key")
                .bind("model", modelUuid)
                .map((row, context) -> config.put(row.getString("key"), row.getString("value")))
                .list());
        return config;
    }

    void setConfig(Transaction tx, String modelUuid, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO model_config (model_uuid, key, value)"
                    + " VALUES (:model, :key, :value)"
                    + " ON CONFLICT (model_uuid, key) DO UPDATE SET value = excluded.value");
            values.forEach((key, value) -> batch.bind("model", modelUuid)
                    .bind("key", key)
                    .bind("value", value)
                    .add());
            batch.execute();
        });
    }

    void removeConfig(Transaction tx, String modelUuid, Collection<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        sql.use(tx, handle -> handle.createUpdate(
                        "DELETE FROM model_config WHERE model_uuid = :model AND key IN (<keys>)")
                .bind("model", modelUuid)
                .bindList("keys", List.copyOf(keys))
                .execute());
    }

    Optional<Constraints> constraints(Transaction tx, String modelUuid) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT constraints_json FROM model_constraints WHERE model_uuid = :model")
                .bind("model", modelUuid)
                .mapTo(String.class)
                .findOne()
                .map(JsonColumns::constraints));
    }

    void setConstraints(Transaction tx, String modelUuid, Constraints constraints) {
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO model_constraints (model_uuid, constraints_json)"
                        + " VALUES (:model, :constraints)"
                        + " ON CONFLICT (model_uuid) DO UPDATE SET constraints_json = excluded.constraints_json")
                .bind("model", modelUuid)
                .bind("constraints", JsonColumns.write(constraints))
                .execute());
    }

    /** The services known to hold data of models. */
    List<String> participants(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery("SELECT service FROM model_participant")
                .mapTo(String.class)
                .list());
    }

    void addParticipant(Transaction tx, String service) {
        sql.use(
                tx,
                handle -> handle.execute(
                        "INSERT INTO model_participant (service) VALUES (?) ON CONFLICT (service) DO NOTHING",
                        service));
    }
}
