// SPDX-License-Identifier: Apache-2.0
package io.facet.keyupdater.internal;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.controller.api.ControllerService;
import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.model.api.ModelParticipant;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The keys of users in the database, and those of the controller from its configuration. */
@Component(
        service = {KeyUpdaterService.class, ModelParticipant.class},
        immediate = true)
public final class KeyUpdaterServiceImpl implements KeyUpdaterService, ModelParticipant {
    private static final String CONTROLLER_KEYS = "system-ssh-keys";
    private static final ModelTables TABLES = ModelTables.of("authorized_key");

    private final Sql sql = new Sql();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    private volatile ControllerService controller;

    /** Brings the tables up to date. */
    @Activate
    public KeyUpdaterServiceImpl(@Reference Store store) {
        store.migrate(new SchemaScripts(
                "keyupdater", KeyUpdaterServiceImpl.class.getClassLoader(), "db/migration/keyupdater", 1));
    }

    /** A service without a container around it. */
    public KeyUpdaterServiceImpl(Store store, ControllerService controller) {
        this(store);
        this.controller = controller;
    }

    @Override
    public List<String> initialAuthorisedKeysForContainer(Transaction tx, String modelUuid) {
        List<String> keys = new ArrayList<>(sql.with(
                tx, handle -> handle.createQuery("SELECT public_key FROM authorized_key WHERE model_uuid = :model"
                                + " ORDER BY user_name, position")
                        .bind("model", modelUuid)
                        .mapTo(String.class)
                        .list()));
        controller
                .config(tx)
                .getOrDefault(CONTROLLER_KEYS, "")
                .toString()
                .lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(keys::add);
        return keys;
    }

    @Override
    public Map<String, List<String>> keysByUser(Transaction tx, String modelUuid) {
        Map<String, List<String>> byUser = new TreeMap<>();
        sql.use(tx, handle -> handle.createQuery("SELECT user_name, public_key FROM authorized_key"
                        + " WHERE model_uuid = :model ORDER BY user_name, position")
                .bind("model", modelUuid)
                .map((row, context) -> byUser.computeIfAbsent(row.getString("user_name"), user -> new ArrayList<>())
                        .add(row.getString("public_key")))
                .list());
        return byUser;
    }

    @Override
    public void importKeys(Transaction tx, String modelUuid, Map<String, ? extends Collection<String>> keysByUser) {
        sql.use(tx, handle -> {
            PreparedBatch stale =
                    handle.prepareBatch("DELETE FROM authorized_key WHERE model_uuid = :model AND user_name = :user");
            PreparedBatch keys = handle.prepareBatch("INSERT INTO authorized_key (model_uuid, user_name, position,"
                    + " public_key) VALUES (:model, :user, :position, :key)");
            keysByUser.forEach((user, given) -> {
                stale.bind("model", modelUuid).bind("user", user).add();
                int position = 0;
                for (String key : given) {
                    keys.bind("model", modelUuid)
                            .bind("user", user)
                            .bind("position", position++)
                            .bind("key", key)
                            .add();
                }
            });
            stale.execute();
            keys.execute();
        });
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return TABLES.counts(tx, modelUuid, Map.of("authorized-keys", "authorized_key"));
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }
}
