// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryService;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The agent binaries that the controller holds, on the store. */
@Component(immediate = true)
public final class AgentBinaryServiceImpl implements AgentBinaryService {

    private final Sql sql = new Sql();

    @Activate
    public AgentBinaryServiceImpl(@Reference Store store) {
        store.migrate(new SchemaScripts("agentbinary", getClass().getClassLoader(), "db/migration/agentbinary", 1));
    }

    @Override
    public List<AgentBinary> find(Transaction tx, AgentVersion number, String os, String arch) {
        return sql.with(tx, handle -> handle.createQuery(
                        """
                                SELECT os, arch, sha256, size_bytes FROM agent_binary
                                WHERE version_number = :number
                                    AND os = COALESCE(NULLIF(:os, ''), os)
                                    AND arch = COALESCE(NULLIF(:arch, ''), arch)
                                ORDER BY stored_order
                                """)
                .bind("number", number.toString())
                .bind("os", os)
                .bind("arch", arch)
                .map((row, context) -> binary(number, row))
                .list());
    }

    @Override
    public void register(Transaction tx, AgentBinary binary) {
        AgentBinaryVersion version = binary.version();
        sql.with(tx, handle -> handle.createUpdate(
                        """
                                INSERT INTO agent_binary (version_number, os, arch, sha256, size_bytes, stored_order)
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
                .execute());
    }

    private static AgentBinary binary(AgentVersion number, ResultSet row) throws SQLException {
        return new AgentBinary(
                new AgentBinaryVersion(number, row.getString("os"), row.getString("arch")),
                row.getString("sha256"),
                row.getLong("size_bytes"));
    }
}
