// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.MachineId;
import io.facet.network.api.DeviceAddress;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The addresses of devices in the database. */
final class AddressTable {

    private final Sql sql;

    AddressTable(Sql sql) {
        this.sql = sql;
    }

    /** The addresses of these machines, in no order. */
    List<DeviceAddress> of(Transaction tx, String model, Collection<MachineId> machines) {
        return sql.with(
                tx,
                handle -> Sql.inChunks(DeviceTable.values(machines), some -> handle.createQuery(
                                """
                                SELECT machine_id, device_name, value, subnet_cidr, config_method, origin,
                                       gateway_address, is_default_gateway, is_secondary, is_shadow, dns_servers_json,
                                       dns_search_domains_json, provider_id, provider_network_id, provider_subnet_id
                                FROM device_address WHERE model_uuid = :model AND machine_id IN (<machines>)
                                """)
                        .bind("model", model)
                        .bindList("machines", some)
                        .map((row, context) -> address(row))
                        .list()));
    }

    void insert(Transaction tx, String model, Collection<DeviceAddress> addresses) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO device_address (model_uuid, machine_id, device_name, value, subnet_cidr, config_method,
                        origin, gateway_address, is_default_gateway, is_secondary, is_shadow, dns_servers_json,
                        dns_search_domains_json, provider_id, provider_network_id, provider_subnet_id)
                    VALUES (:model, :machine, :device, :value, :cidr, :method, :origin, :gateway, :default, :secondary,
                        :shadow, :servers, :domains, :provider, :network, :subnet)
                    """);
            for (DeviceAddress address : addresses) {
                batch.bind("model", model)
                        .bind("machine", address.machine().value())
                        .bind("device", address.deviceName())
                        .bind("value", address.value())
                        .bind("cidr", address.subnetCidr())
                        .bind("method", address.configMethod())
                        .bind("origin", address.origin())
                        .bind("gateway", address.gatewayAddress())
                        .bind("default", address.defaultGateway())
                        .bind("secondary", address.secondary())
                        .bind("shadow", address.shadow())
                        .bind("servers", JsonColumns.write(address.dnsServers()))
                        .bind("domains", JsonColumns.write(address.dnsSearchDomains()))
                        .bind("provider", address.providerId())
                        .bind("network", address.providerNetworkId())
                        .bind("subnet", address.providerSubnetId())
                        .add();
            }
            batch.execute();
        });
    }

    /** Writes what differs between the addresses stored and those wanted. */
    void replace(Transaction tx, String model, List<DeviceAddress> stored, List<DeviceAddress> wanted) {
        List<DeviceAddress> gone = DeviceTable.without(stored, wanted);
        if (!gone.isEmpty()) {
            sql.use(tx, handle -> {
                PreparedBatch batch = handle.prepareBatch(
                        """
                        DELETE FROM device_address WHERE model_uuid = :model AND machine_id = :machine
                            AND device_name = :device AND value = :value
                        """);
                gone.forEach(address -> batch.bind("model", model)
                        .bind("machine", address.machine().value())
                        .bind("device", address.deviceName())
                        .bind("value", address.value())
                        .add());
                batch.execute();
            });
        }
        insert(tx, model, DeviceTable.without(wanted, stored));
    }

    void delete(Transaction tx, String model, Collection<MachineId> machines) {
        DeviceTable.delete(sql, "device_address", tx, model, machines);
    }

    private static DeviceAddress address(ResultSet row) throws SQLException {
        return new DeviceAddress(
                new MachineId(row.getString("machine_id")),
                row.getString("device_name"),
                row.getString("value"),
                row.getString("subnet_cidr"),
                row.getString("config_method"),
                row.getString("origin"),
                row.getString("gateway_address"),
                row.getBoolean("is_default_gateway"),
                row.getBoolean("is_secondary"),
                row.getBoolean("is_shadow"),
                JsonColumns.strings(row.getString("dns_servers_json")),
                JsonColumns.strings(row.getString("dns_search_domains_json")),
                row.getString("provider_id"),
                row.getString("provider_network_id"),
                row.getString("provider_subnet_id"));
    }
}
