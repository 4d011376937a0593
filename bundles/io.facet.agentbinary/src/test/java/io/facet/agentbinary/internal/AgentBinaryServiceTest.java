// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.store.testing.PostgresStoreRule;
import io.facet.store.testing.StoreRule;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

@RunWith(Parameterized.class)
public class AgentBinaryServiceTest {

    private static final String CONTROLLER_MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final AgentBinary AMD64 = binary("4.0-beta5-ubuntu-amd64", "aa", 5_000_000_000L);
    private static final AgentBinary ARM64 = binary("4.0-beta5-ubuntu-arm64", "bb", 2);
    private static final AgentBinary CENTOS = binary("4.0-beta5-centos-amd64", "cc", 3);
    private static final AgentBinary NEWER = binary("4.0.1-ubuntu-amd64", "dd", 4);

    @Parameterized.Parameters(name = "{0}")
    public static List<Object[]> databases() {
        return List.of(new Object[] {"SQLite", new StoreRule()}, new Object[] {"PostgreSQL", new PostgresStoreRule()});
    }

    @Rule
    public final StoreRule store;

    private AgentBinaryServiceImpl service;

    public AgentBinaryServiceTest(String database, StoreRule store) {
        this.store = store;
    }

    @Before
    public void startService() {
        service = new AgentBinaryServiceImpl(store.store());
    }

    @Test
    public void binariesAreFoundInTheOrderTheyWereStored() {
        register(CENTOS, AMD64, NEWER, ARM64);
        store.reopen();

        assertThat(find("4.0-beta5", "", "")).containsExactly(CENTOS, AMD64, ARM64);
        assertThat(find("4.0-beta5", "ubuntu", "")).containsExactly(AMD64, ARM64);
        assertThat(find("4.0-beta5", "", "amd64")).containsExactly(CENTOS, AMD64);
        assertThat(find("4.0-beta5", "ubuntu", "arm64")).containsExactly(ARM64);
        assertThat(find("4.0.1", "", "")).containsExactly(NEWER);
        assertThat(find("0.0.0", "", "")).isEmpty();
    }

    @Test
    public void sameVersionReplacesHashAndSize() {
        register(AMD64, ARM64);
        AgentBinary again = new AgentBinary(AMD64.version(), "ee", 7);
        register(again);

        assertThat(find("4.0-beta5", "", "")).containsExactly(again, ARM64);
    }

    private void register(AgentBinary... binaries) {
        store.write(CONTROLLER_MODEL, tx -> {
            for (AgentBinary binary : binaries) {
                service.register(tx, binary);
            }
            return null;
        });
    }

    private List<AgentBinary> find(String number, String os, String arch) {
        return store.read(tx -> service.find(tx, AgentVersion.parse(number), os, arch));
    }

    private static AgentBinary binary(String version, String sha256, long size) {
        return new AgentBinary(AgentBinaryVersion.parse(version), sha256, size);
    }
}
