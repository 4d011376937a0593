// SPDX-License-Identifier: Apache-2.0
package io.facet.application.internal;

import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The applications in the database, with their bindings and profiles. */
final class ApplicationTable {

    private static final String SELECT =
            """
            SELECT a.name, a.charm_url, a.charm_revision, a.subordinate, a.constraints_json,
                   p.description, p.config_json, p.devices_json
            FROM application a
            LEFT JOIN application_lxd_profile p ON p.model_uuid = a.model_uuid AND p.application = a.name
            WHERE a.model_uuid = :model AND a.name IN (<names>)
            """;
    private static final String SELECT_BINDINGS =
            """
            SELECT application, endpoint, space_id FROM application_binding
            WHERE model_uuid = :model AND application IN (<names>)
            """;

    private final Sql sql;

    ApplicationTable(Sql sql) {
        this.sql = sql;
    }

    /** The applications with these names, by name. */
    Map<String, Application> find(Transaction tx, String model, Collection<String> names) {
        List<String> wanted = names.stream().distinct().toList();
        return sql.with(tx, handle -> {
            Map<String, Map<String, String>> bindings = bindings(handle, model, wanted);
            Map<String, Application> found = new TreeMap<>();
            Sql.inChunks(wanted, some -> handle.createQuery(SELECT)
                            .bind("model", model)
                            .bindList("names", some)
                            .map((row, context) -> application(row, bindings))
                            .list())
                    .forEach(application -> found.put(application.name(), application));
            return found;
        });
    }

    /** The names of all applications, in no order. */
    List<String> names(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery("SELECT name FROM application WHERE model_uuid = :model")
                .bind("model", model)
                .mapTo(String.class)
                .list());
    }

    void insert(Transaction tx, String model, Collection<Application> applications) {
        sql.use(tx, handle -> {
            insertApplications(handle, model, applications);
            insertBindings(handle, model, applications);
            insertProfiles(handle, model, applications);
        });
    }

    private static void insertApplications(Handle handle, String model, Collection<Application> applications) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO application
                    (model_uuid, name, charm_url, charm_revision, subordinate, constraints_json)
                VALUES (:model, :name, :url, :revision, :subordinate, :constraints)
                """);
        for (Application application : applications) {
            batch.bind("model", model)
                    .bind("name", application.name())
                    .bind("url", application.charmUrl())
                    .bind("revision", application.charmRevision())
                    .bind("subordinate", application.subordinate())
                    .bind("constraints", JsonColumns.write(application.constraints()))
                    .add();
        }
        batch.execute();
    }

    private static void insertBindings(Handle handle, String model, Collection<Application> applications) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO application_binding (model_uuid, application, endpoint, space_id)
                VALUES (:model, :name, :endpoint, :space)
                """);
        for (Application application : applications) {
            application.endpointBindings().forEach((endpoint, space) -> batch.bind("model", model)
                    .bind("name", application.name())
                    .bind("endpoint", endpoint)
                    .bind("space", space)
                    .add());
        }
        batch.execute();
    }

    private static void insertProfiles(Handle handle, String model, Collection<Application> applications) {
        PreparedBatch batch = handle.prepareBatch(
                """
                INSERT INTO application_lxd_profile (model_uuid, application, description, config_json, devices_json)
                VALUES (:model, :name, :description, :config, :devices)
                """);
        for (Application application : applications) {
            application.lxdProfile().ifPresent(profile -> batch.bind("model", model)
                    .bind("name", application.name())
                    .bind("description", profile.description())
                    .bind("config", JsonColumns.write(profile.config()))
                    .bind("devices", JsonColumns.write(profile.devices()))
                    .add());
        }
        batch.execute();
    }

    private static Map<String, Map<String, String>> bindings(Handle handle, String model, List<String> names) {
        Map<String, Map<String, String>> spaceByEndpoint = new HashMap<>();
        Sql.inChunks(names, some -> handle.createQuery(SELECT_BINDINGS)
                .bind("model", model)
                .bindList("names", some)
                .map((row, context) -> spaceByEndpoint
                        .computeIfAbsent(row.getString("application"), name -> new HashMap<>())
                        .put(row.getString("endpoint"), row.getString("space_id")))
                .list());
        return spaceByEndpoint;
    }

    private static Application application(ResultSet row, Map<String, Map<String, String>> bindings)
            throws SQLException {
        String name = row.getString("name");
        return new Application(
                name,
                row.getString("charm_url"),
                row.getInt("charm_revision"),
                row.getBoolean("subordinate"),
                JsonColumns.constraints(row.getString("constraints_json")),
                bindings.getOrDefault(name, Map.of()),
                profile(row));
    }

    private static Optional<LxdProfile> profile(ResultSet row) throws SQLException {
        String config = row.getString("config_json");
        if (config == null) {
            return Optional.empty();
        }
        Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        JsonColumns.object(row.getString("devices_json")).forEach((device, properties) -> {
            Map<String, String> texts = new LinkedHashMap<>();
            ((Map<?, ?>) properties).forEach((key, value) -> texts.put((String) key, (String) value));
            devices.put(device, texts);
        });
        return Optional.of(new LxdProfile(JsonColumns.stringMap(config), row.getString("description"), devices));
    }
}
