// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import io.facet.machine.api.Instance;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The instances of provisioned machines in the database. */
final class InstanceTable {

    private final Sql sql;

    InstanceTable(Sql sql) {
        this.sql = sql;
    }

    /** The instance in a row of machine and instance, empty if the machine has none. */
    static Optional<Instance> instance(ResultSet row) throws SQLException {
        String instanceId = row.getString("instance_id");
        if (instanceId == null) {
            return Optional.empty();
        }
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                Optional.ofNullable(row.getString("arch")),
                number(row, "mem_mib"),
                number(row, "root_disk_mib"),
                Optional.ofNullable(row.getString("root_disk_source")),
                number(row, "cpu_cores"),
                number(row, "cpu_power"),
                JsonColumns.strings(row.getString("tags_json")),
                Optional.ofNullable(row.getString("availability_zone")),
                Optional.ofNullable(row.getString("virt_type")));
        return Optional.of(new Instance(
                instanceId,
                row.getString("display_name"),
                hardware,
                JsonColumns.strings(row.getString("charm_profiles_json"))));
    }

    void insert(Transaction tx, String model, Map<MachineId, Instance> instances) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO machine_instance (model_uuid, machine_id, instance_id, display_name, arch, mem_mib,
                        root_disk_mib, root_disk_source, cpu_cores, cpu_power, tags_json, availability_zone, virt_type,
                        charm_profiles_json)
                    VALUES (:model, :id, :instance, :name, :arch, :mem, :disk, :source, :cores, :power, :tags, :zone,
                        :virt, :profiles)
                    """);
            instances.forEach((id, instance) -> {
                HardwareCharacteristics hardware = instance.hardware();
                batch.bind("model", model)
                        .bind("id", id.value())
                        .bind("instance", instance.instanceId())
                        .bind("name", instance.displayName())
                        .bind("arch", hardware.arch().orElse(null))
                        .bind("mem", number(hardware.mem()))
                        .bind("disk", number(hardware.rootDisk()))
                        .bind("source", hardware.rootDiskSource().orElse(null))
                        .bind("cores", number(hardware.cpuCores()))
                        .bind("power", number(hardware.cpuPower()))
                        .bind("tags", JsonColumns.write(hardware.tags()))
                        .bind("zone", hardware.availabilityZone().orElse(null))
                        .bind("virt", hardware.virtType().orElse(null))
                        .bind("profiles", JsonColumns.write(instance.charmProfiles()))
                        .add();
            });
            batch.execute();
        });
    }

    /** The machines of which this instance is recorded. */
    List<String> machines(Transaction tx, String model, String instanceId) {
        return sql.with(tx, handle -> handle.createQuery("SELECT machine_id FROM machine_instance"
                        + " WHERE model_uuid = :model AND instance_id = :instance ORDER BY machine_id")
                .bind("model", model)
                .bind("instance", instanceId)
                .mapTo(String.class)
                .list());
    }

    void delete(Transaction tx, String model, MachineId id) {
        sql.with(tx, handle -> handle.createUpdate(
                        "DELETE FROM machine_instance WHERE model_uuid = :model AND machine_id = :id")
                .bind("model", model)
                .bind("id", id.value())
                .execute());
    }

    void setCharmProfiles(Transaction tx, String model, MachineId id, List<String> profiles) {
        sql.with(tx, handle -> handle.createUpdate(
                        """
                                UPDATE machine_instance SET charm_profiles_json = :profiles
                                WHERE model_uuid = :model AND machine_id = :id
                                """)
                .bind("model", model)
                .bind("id", id.value())
                .bind("profiles", JsonColumns.write(profiles))
                .execute());
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
