// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.sql.JsonColumns;
import io.facet.sql.SnapshotCache;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The machines and their instances in the database. */
final class MachineTable {

    private static final String SELECT =
            """
            SELECT m.machine_id, m.life, m.base_os, m.base_channel, m.constraints_json, m.placement, m.jobs_json,
                   m.nonce, m.keep_instance, m.agent_version, m.supported_containers_json,
                   i.instance_id, i.display_name, i.arch, i.mem_mib, i.root_disk_mib, i.root_disk_source, i.cpu_cores,
                   i.cpu_power, i.tags_json, i.availability_zone, i.virt_type, i.charm_profiles_json
            FROM machine m
            LEFT JOIN machine_instance i ON i.model_uuid = m.model_uuid AND i.machine_id = m.machine_id
            WHERE m.model_uuid = ?
            """;

    /** Some ten MB at most, for the machines whose agents are busy. */
    private static final int MAX_KEPT = 10_000;

    /** The condition is that of the index {@code machine_controllers}. */
    static final String CONTROLLERS = SELECT + " AND m.jobs_json LIKE '%\"" + Machine.JOB_MANAGE_MODEL + "\"%'";

    private final Sql sql;

    /** By model and id. */
    private final SnapshotCache<Map.Entry<String, MachineId>, Machine> kept = new SnapshotCache<>(MAX_KEPT);

    MachineTable(Sql sql) {
        this.sql = sql;
    }

    /** The machines with these ids, in no order. */
    List<Machine> find(Transaction tx, String model, Collection<MachineId> ids) {
        List<Map.Entry<String, MachineId>> keys =
                ids.stream().distinct().map(id -> Map.entry(model, id)).toList();
        return kept.get(tx, keys, missing -> read(tx, model, missing));
    }

    private static Map<Map.Entry<String, MachineId>, Machine> read(
            Transaction tx, String model, List<Map.Entry<String, MachineId>> keys) {
        return Sql.inChunks(keys, some -> {
                    List<String> values = new ArrayList<>(some.size() + 1);
                    values.add(model);
                    some.forEach(key -> values.add(key.getValue().value()));
                    String marks = String.join(",", Collections.nCopies(some.size(), "?"));
                    return Sql.rows(tx, SELECT + " AND m.machine_id IN (" + marks + ")", values, MachineTable::machine);
                })
                .stream()
                .collect(Collectors.toMap(machine -> Map.entry(model, machine.id()), Function.identity()));
    }

    /** All machines, in no order. */
    List<Machine> all(Transaction tx, String model) {
        return Sql.rows(tx, SELECT, List.of(model), MachineTable::machine);
    }

    /** The controller machines, in no order. */
    List<Machine> controllers(Transaction tx, String model) {
        return Sql.rows(tx, CONTROLLERS, List.of(model), MachineTable::machine);
    }

    /** Id and life of all machines, in no order. */
    List<MachineLife> lives(Transaction tx, String model) {
        return sql.with(
                tx, handle -> handle.createQuery("SELECT machine_id, life FROM machine WHERE model_uuid = :model")
                        .bind("model", model)
                        .map((row, context) -> MachineLife.of(row))
                        .list());
    }

    /** Id and life of these machines, in no order. */
    List<MachineLife> lives(Transaction tx, String model, Collection<MachineId> ids) {
        return livesBy(tx, model, "machine_id", values(ids));
    }

    /**
     * Id and life of the direct containers of these hosts, in no order.
     *
     * @param parents ids of hosts; {@code ""} stands for the model and gives the top-level machines
     */
    List<MachineLife> children(Transaction tx, String model, Collection<String> parents) {
        return livesBy(tx, model, "parent_id", parents);
    }

    private List<MachineLife> livesBy(Transaction tx, String model, String column, Collection<String> keys) {
        String select = "SELECT machine_id, life FROM machine WHERE model_uuid = :model AND " + column + " IN (<keys>)";
        return sql.with(
                tx,
                handle -> Sql.inChunks(keys, some -> handle.createQuery(select)
                        .bind("model", model)
                        .bindList("keys", some)
                        .map((row, context) -> MachineLife.of(row))
                        .list()));
    }

    /** How many machines there are, and how many containers. */
    Map<String, Long> counts(Transaction tx, String model) {
        String select = "SELECT count(*) FROM machine WHERE model_uuid = :model AND parent_id ";
        return sql.with(
                tx,
                handle -> Map.of(
                        "machines",
                        handle.createQuery(select + "= ''")
                                .bind("model", model)
                                .mapTo(Long.class)
                                .one(),
                        "containers",
                        handle.createQuery(select + "<> ''")
                                .bind("model", model)
                                .mapTo(Long.class)
                                .one()));
    }

    void insert(Transaction tx, String model, Collection<Machine> machines) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO machine (model_uuid, machine_id, parent_id, container_type, life, base_os, base_channel,
                        constraints_json, placement, jobs_json, nonce, keep_instance, agent_version,
                        supported_containers_json)
                    VALUES (:model, :id, :parent, :type, :life, :os, :channel, :constraints, :placement, :jobs, :nonce,
                        :keep, :version, :containers)
                    """);
            for (Machine machine : machines) {
                batch.bind("model", model)
                        .bind("id", machine.id().value())
                        .bind("parent", parent(machine.id()))
                        .bind("type", machine.id().containerType().orElse(""))
                        .bind("life", machine.life().wire())
                        .bind("os", machine.base().os())
                        .bind("channel", machine.base().channel())
                        .bind("constraints", JsonColumns.write(machine.constraints()))
                        .bind("placement", machine.placement())
                        .bind("jobs", JsonColumns.write(machine.jobs()))
                        .bind("nonce", machine.nonce())
                        .bind("keep", machine.keepInstance())
                        .bind("version", text(machine.agentVersion().map(AgentBinaryVersion::toString)))
                        .bind("containers", text(machine.supportedContainers().map(JsonColumns::write)))
                        .add();
            }
            batch.execute();
        });
    }

    void setLife(Transaction tx, String model, MachineId id, Life life) {
        set(tx, model, id, "life", life.wire());
    }

    void setNonce(Transaction tx, String model, MachineId id, String nonce) {
        set(tx, model, id, "nonce", nonce);
    }

    void setKeepInstance(Transaction tx, String model, MachineId id, boolean keep) {
        set(tx, model, id, "keep_instance", keep);
    }

    void setSupportedContainers(Transaction tx, String model, MachineId id, List<String> types) {
        set(tx, model, id, "supported_containers_json", JsonColumns.write(types));
    }

    private void set(Transaction tx, String model, MachineId id, String column, Object value) {
        String update = "UPDATE machine SET " + column + " = :value WHERE model_uuid = :model AND machine_id = :id";
        sql.with(tx, handle -> handle.createUpdate(update)
                .bind("model", model)
                .bind("id", id.value())
                .bind("value", value)
                .execute());
    }

    /** The id of the direct host, {@code ""} for a top-level machine. */
    static String parent(MachineId id) {
        return id.parent().map(MachineId::value).orElse("");
    }

    /** The ids as the database holds them. */
    static List<String> values(Collection<MachineId> ids) {
        return ids.stream().map(MachineId::value).distinct().toList();
    }

    private static String text(Optional<String> text) {
        return text.orElse(null);
    }

    private static Machine machine(ResultSet row) throws SQLException {
        return new Machine(
                new MachineId(row.getString("machine_id")),
                Life.parse(row.getString("life")),
                new Base(row.getString("base_os"), row.getString("base_channel")),
                JsonColumns.constraints(row.getString("constraints_json")),
                row.getString("placement"),
                JsonColumns.strings(row.getString("jobs_json")),
                row.getString("nonce"),
                row.getBoolean("keep_instance"),
                Optional.ofNullable(row.getString("agent_version")).map(AgentBinaryVersion::parse),
                Optional.ofNullable(row.getString("supported_containers_json")).map(JsonColumns::strings),
                InstanceTable.instance(row));
    }

    /**
     * A machine and its life.
     *
     * @param id its id
     * @param life its life
     */
    record MachineLife(MachineId id, Life life) {
        static MachineLife of(ResultSet row) throws SQLException {
            return new MachineLife(new MachineId(row.getString("machine_id")), Life.parse(row.getString("life")));
        }
    }
}
