// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/**
 * What an exchange is about, once it has been checked.
 *
 * @param old the bundles to be replaced, the one that serves last
 * @param adopted the new bundle, if somebody else has installed it
 * @param restores as {@link Operation#restores}
 */
record Plan(List<Bundle> old, Optional<Bundle> adopted, boolean restores) {

    /** The same, to bring back what served before. */
    Plan restoring() {
        return new Plan(old, adopted, true);
    }
}
