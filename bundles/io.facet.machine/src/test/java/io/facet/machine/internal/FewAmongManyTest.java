// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.sql.Sql;
import io.facet.store.testing.StoreRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** That SQLite finds the few machines in error, and the controllers, by an index of theirs. */
public class FewAmongManyTest {

    @ClassRule
    public static final StoreRule STORE = new StoreRule();

    private MachineServiceImpl service;

    @Before
    public void startService() {
        service = new MachineServiceImpl(STORE.store(), Clock.systemUTC(), Duration.ofHours(1));
    }

    @After
    public void stopService() {
        service.deactivate();
    }

    @Test
    public void instanceErrorsHaveAnIndex() {
        assertThat(plan(StatusTable.INSTANCE_ERRORS))
                .containsExactly("SEARCH machine_status USING INDEX machine_status_instance_errors (model_uuid=?)");
    }

    @Test
    public void controllersHaveAnIndex() {
        assertThat(plan(MachineTable.CONTROLLERS))
                .contains("SEARCH m USING INDEX machine_controllers (model_uuid=?)")
                .noneMatch(step -> step.startsWith("SCAN"));
    }

    private static List<String> plan(String query) {
        return STORE.read(
                tx -> Sql.rows(tx, "EXPLAIN QUERY PLAN " + query, List.of("any"), row -> row.getString("detail")));
    }
}
