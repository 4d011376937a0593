// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.sql.JsonColumns;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The spaces other than alpha, and the subnets, in the database. */
final class SpaceTable {

    private static final String SELECT = "SELECT space_id, name, provider_id FROM space WHERE model_uuid = :model";

    private final Sql sql;

    SpaceTable(Sql sql) {
        this.sql = sql;
    }

    /** All spaces but alpha, in no order. */
    List<Space> spaces(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(SELECT)
                .bind("model", model)
                .map((row, context) -> space(row))
                .list());
    }

    /** The space with this name, which is not alpha. */
    Optional<Space> named(Transaction tx, String model, String name) {
        return sql.with(tx, handle -> handle.createQuery(SELECT + " AND name = :name")
                .bind("model", model)
                .bind("name", name)
                .map((row, context) -> space(row))
                .findOne());
    }

    /** All subnets, in no order. */
    List<Subnet> subnets(Transaction tx, String model) {
        return sql.with(tx, handle -> handle.createQuery(
                        """
                                SELECT subnet_id, cidr, provider_id, provider_network_id, vlan_tag,
                                       availability_zones_json, space_id
                                FROM subnet WHERE model_uuid = :model
                                """)
                .bind("model", model)
                .map((row, context) -> subnet(row))
                .list());
    }

    void insertSpaces(Transaction tx, String model, Collection<Space> spaces) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO space (model_uuid, space_id, name, provider_id)"
                    + " VALUES (:model, :id, :name, :provider)");
            for (Space space : spaces) {
                batch.bind("model", model)
                        .bind("id", space.id())
                        .bind("name", space.name())
                        .bind("provider", space.providerId())
                        .add();
            }
            batch.execute();
        });
    }

    void insertSubnets(Transaction tx, String model, Collection<Subnet> subnets) {
        sql.use(tx, handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO subnet (model_uuid, subnet_id, cidr, provider_id, provider_network_id, vlan_tag,
                        availability_zones_json, space_id)
                    VALUES (:model, :id, :cidr, :provider, :network, :vlan, :zones, :space)
                    """);
            for (Subnet subnet : subnets) {
                batch.bind("model", model)
                        .bind("id", subnet.id())
                        .bind("cidr", subnet.cidr())
                        .bind("provider", subnet.providerId())
                        .bind("network", subnet.providerNetworkId())
                        .bind("vlan", subnet.vlanTag())
                        .bind("zones", JsonColumns.write(subnet.availabilityZones()))
                        .bind("space", subnet.spaceId())
                        .add();
            }
            batch.execute();
        });
    }

    void deleteSpace(Transaction tx, String model, String id) {
        sql.with(tx, handle -> handle.createUpdate("DELETE FROM space WHERE model_uuid = :model AND space_id = :id")
                .bind("model", model)
                .bind("id", id)
                .execute());
    }

    void moveSubnets(Transaction tx, String model, Collection<String> ids, String space) {
        sql.with(
                tx,
                handle -> Sql.inChunks(
                        ids,
                        some -> List.of(handle.createUpdate("UPDATE subnet SET space_id = :space"
                                        + " WHERE model_uuid = :model AND subnet_id IN (<ids>)")
                                .bind("space", space)
                                .bind("model", model)
                                .bindList("ids", some)
                                .execute())));
    }

    private static Space space(ResultSet row) throws SQLException {
        return new Space(row.getString("space_id"), row.getString("name"), row.getString("provider_id"));
    }

    private static Subnet subnet(ResultSet row) throws SQLException {
        return new Subnet(
                row.getString("subnet_id"),
                row.getString("cidr"),
                row.getString("provider_id"),
                row.getString("provider_network_id"),
                row.getInt("vlan_tag"),
                JsonColumns.strings(row.getString("availability_zones_json")),
                row.getString("space_id"));
    }
}
