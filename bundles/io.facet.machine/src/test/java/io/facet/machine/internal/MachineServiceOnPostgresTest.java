// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.store.testing.PostgresStoreRule;
import io.facet.store.testing.StoreRule;
import org.junit.ClassRule;

public class MachineServiceOnPostgresTest extends MachineServiceTest {

    @ClassRule
    public static final StoreRule POSTGRESQL = new PostgresStoreRule();

    @Override
    StoreRule store() {
        return POSTGRESQL;
    }
}
