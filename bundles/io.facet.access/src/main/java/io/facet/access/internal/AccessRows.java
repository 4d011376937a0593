// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of access control. */
final class AccessRows {

    /** A user; {@code passwordHash} is empty for one without a password. */
    public record User(String name, String salt, String passwordHash, String controllerAccess) {
        /** Leaves the secrets out. */
        @Override
        public String toString() {
            return "User[name=" + name + ", controllerAccess=" + controllerAccess + "]";
        }
    }

    /** Access of a user to a model. */
    public record Permission(String modelUuid, String userName, String access) {}

    private static final ModelTables TABLES = ModelTables.of("agent_credential", "model_permission");

    private final Sql sql = new Sql(User.class, Permission.class);

    /** Brings the tables up to date; whoever reads them does so first, since a service beside it may be older. */
    static void migrate(Store store) {
        store.migrate(new SchemaScripts("access", AccessRows.class.getClassLoader(), "db/migration/access", 1));
    }

    Optional<String> agentHash(Transaction tx, String modelUuid, String tag) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT password_hash FROM agent_credential WHERE model_uuid = :model AND tag = :tag")
                .bind("model", modelUuid)
                .bind("tag", tag)
                .mapTo(String.class)
                .findOne());
    }

    List<String> agents(Transaction tx, String modelUuid) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT tag FROM agent_credential WHERE model_uuid = :model ORDER BY tag")
                .bind("model", modelUuid)
                .mapTo(String.class)
                .list());
    }

    /** The hashes of these agents, by tag; one without is absent. */
    Map<String, String> agentHashes(Transaction tx, String modelUuid, Collection<String> tags) {
        Map<String, String> hashes = new HashMap<>();
        sql.use(
                tx,
                handle -> Sql.inChunks(tags, some -> handle.createQuery(
                                "SELECT tag, password_hash FROM agent_credential WHERE model_uuid = :model AND tag IN (<tags>)")
                        .bind("model", modelUuid)
                        .bindList("tags", some)
                        .map((row, context) -> hashes.put(row.getString("tag"), row.getString("password_hash")))
                        .list()));
        return hashes;
    }

    void setAgentHashes(Transaction tx, String modelUuid, Map<String, String> hashes) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO agent_credential (model_uuid, tag, password_hash)"
                    + " VALUES (:model, :tag, :hash)"
                    + " ON CONFLICT (model_uuid, tag) DO UPDATE SET password_hash = excluded.password_hash");
            hashes.forEach((tag, hash) -> batch.bind("model", modelUuid)
                    .bind("tag", tag)
                    .bind("hash", hash)
                    .add());
            batch.execute();
        });
    }

    void removeAgents(Transaction tx, String modelUuid, Collection<String> tags) {
        Sql.inChunks(tags, some -> {
            sql.use(tx, handle -> handle.createUpdate(
                            "DELETE FROM agent_credential WHERE model_uuid = :model AND tag IN (<tags>)")
                    .bind("model", modelUuid)
                    .bindList("tags", some)
                    .execute());
            return List.of();
        });
    }

    Optional<User> user(Transaction tx, String name) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT name, salt, password_hash, controller_access FROM access_user WHERE name = :name")
                .bind("name", name)
                .mapTo(User.class)
                .findOne());
    }

    List<User> users(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT name, salt, password_hash, controller_access FROM access_user ORDER BY name")
                .mapTo(User.class)
                .list());
    }

    List<Permission> permissions(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery("SELECT model_uuid, user_name, access FROM model_permission")
                .mapTo(Permission.class)
                .list());
    }

    /** Removes a user and its permissions. */
    void removeUser(Transaction tx, String name) {
        sql.use(tx, handle -> {
            handle.createUpdate("DELETE FROM model_permission WHERE user_name = :name")
                    .bind("name", name)
                    .execute();
            handle.createUpdate("DELETE FROM access_user WHERE name = :name")
                    .bind("name", name)
                    .execute();
        });
    }

    void setUser(Transaction tx, User user) {
        sql.use(tx, handle -> handle.createUpdate("INSERT INTO access_user (name, salt, password_hash,"
                        + " controller_access) VALUES (:name, :salt, :passwordHash, :controllerAccess)"
                        + " ON CONFLICT (name) DO UPDATE SET salt = excluded.salt,"
                        + " password_hash = excluded.password_hash, controller_access = excluded.controller_access")
                .bindMethods(user)
                .execute());
    }

    /** Access of a user to a model, empty if there is none. */
    String modelAccess(Transaction tx, String modelUuid, String user) {
        return sql.with(tx, handle -> handle.createQuery(
                        "SELECT access FROM model_permission WHERE model_uuid = :model AND user_name = :user")
                .bind("model", modelUuid)
                .bind("user", user)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }

    void setModelAccess(Transaction tx, String modelUuid, Map<String, String> access) {
        sql.use(tx, handle -> {
            PreparedBatch users = handle.prepareBatch("INSERT INTO access_user (name, salt, password_hash,"
                    + " controller_access) VALUES (:name, '', '', 'login') ON CONFLICT (name) DO NOTHING");
            PreparedBatch permissions =
                    handle.prepareBatch("INSERT INTO model_permission (model_uuid, user_name, access)"
                            + " VALUES (:model, :user, :access)"
                            + " ON CONFLICT (model_uuid, user_name) DO UPDATE SET access = excluded.access");
            access.forEach((user, level) -> {
                users.bind("name", user).add();
                permissions
                        .bind("model", modelUuid)
                        .bind("user", user)
                        .bind("access", level)
                        .add();
            });
            users.execute();
            permissions.execute();
        });
    }

    /** Whether there was access to take away. */
    boolean removeModelAccess(Transaction tx, String modelUuid, String user) {
        return sql.with(
                tx,
                handle -> handle.createUpdate(
                                        "DELETE FROM model_permission WHERE model_uuid = :model AND user_name = :user")
                                .bind("model", modelUuid)
                                .bind("user", user)
                                .execute()
                        > 0);
    }

    /** Access to a model by user, sorted. */
    Map<String, String> modelUsers(Transaction tx, String modelUuid) {
        Map<String, String> users = new TreeMap<>();
        sql.use(tx, handle -> handle.createQuery(
                        "SELECT user_name, access FROM model_permission WHERE model_uuid = :model")
                .bind("model", modelUuid)
                .map((row, context) -> users.put(row.getString("user_name"), row.getString("access")))
                .list());
        return users;
    }

    Map<String, Long> counts(Transaction tx, String modelUuid) {
        return TABLES.counts(tx, modelUuid, Map.of("users", "model_permission"));
    }

    void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    void moveModel(Transaction tx, String from, String to) {
        TABLES.move(tx, from, to);
    }
}
