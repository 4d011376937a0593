// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.FacetException;
import io.facet.sql.Sql;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of the binaries that are stored. A controller holds a few dozen at most, so it is read whole. */
final class BinaryTable {

    private final Sql sql;

    BinaryTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * All stored binaries, in the order they were stored.
     *
     * @throws FacetException without code, {@code unexpected bad version "<v>" of agent binary in storage: ...}
     */
    List<AgentBinary> all(Transaction tx) {
        return sql.with(tx, handle -> handle.createQuery(
                        """
                                SELECT version_number, os, arch, sha256, size_bytes FROM agent_binary
                                ORDER BY stored_order
                                """)
                .map((row, context) -> binary(row))
                .list());
    }

    /**
     * Enters a binary; the same version again replaces hash and size, and keeps its place.
     *
     * @return the SHA-256 that was replaced, if any
     */
    Optional<String> put(Transaction tx, AgentBinary binary) {
        AgentBinaryVersion version = binary.version();
        return sql.with(tx, handle -> {
            Optional<String> replaced = handle.createQuery(
                            """
                                    SELECT sha256 FROM agent_binary
                                    WHERE version_number = :number AND os = :os AND arch = :arch
                                    """)
                    .bind("number", version.number().toString())
                    .bind("os", version.os())
                    .bind("arch", version.arch())
                    .mapTo(String.class)
                    .findOne();
            handle.createUpdate(
                            """
                                    INSERT INTO agent_binary
                                        (version_number, os, arch, sha256, size_bytes, stored_order)
                                    SELECT :number, :os, :arch, :sha256, :size, COALESCE(MAX(stored_order), 0) + 1
                                    FROM agent_binary WHERE TRUE
                                    ON CONFLICT (version_number, os, arch) DO UPDATE
                                    SET sha256 = excluded.sha256, size_bytes = excluded.size_bytes
                                    """)
                    .bind("number", version.number().toString())
                    .bind("os", version.os())
                    .bind("arch", version.arch())
                    .bind("sha256", binary.sha256())
                    .bind("size", binary.size())
                    .execute();
            return replaced;
        });
    }

    private static AgentBinary binary(ResultSet row) throws SQLException {
        String version = row.getString("version_number") + "-" + row.getString("os") + "-" + row.getString("arch");
        try {
            return new AgentBinary(
                    AgentBinaryVersion.parse(version), row.getString("sha256"), row.getLong("size_bytes"));
        } catch (FacetException e) {
            throw e.inContext("unexpected bad version \"" + version + "\" of agent binary in storage");
        }
    }
}
