// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import io.facet.store.testing.StoreRule;
import java.util.List;

/** The databases that the tests run on. */
final class Databases {

    private Databases() {}

    /** Name and store, for a parameterized test. */
    static List<Object[]> all() {
        return List.<Object[]>of(new Object[] {"SQLite", new StoreRule()});
    }
}
