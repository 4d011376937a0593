// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import java.io.IOException;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an exchange works with.
 *
 * @param platform the bundles
 * @param states what is remembered
 * @param jars the jars that are kept
 * @param components what Declarative Services knows
 * @param settings the settings as they are now
 * @param server the server's part; null while it is away
 * @param closing whether the upgrade service stops, so that nothing is waited for any more
 */
record Workshop(
        Platform platform,
        StateFile states,
        Jars jars,
        Components components,
        Settings settings,
        Supplier<FacadeSwitch> server,
        Supplier<Boolean> closing) {

    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    static long nowMs() {
        return System.currentTimeMillis();
    }

    /** Deletes the jars that nothing refers to. */
    void sweep() throws IOException {
        if (!states.isBrokenOneThere()) {
            jars.sweep(states.state().files());
        }
    }

    /** Removes a bundle that an exchange brought, since the feature that asked for it is gone. */
    void removeUnasked(KeptJar jar) throws IOException, InterruptedException {
        for (Bundle bundle : platform.bundles().stream().filter(jar::describes).toList()) {
            try {
                platform.uninstall(bundle);
                LOG.info("{} is uninstalled, as is the feature that asked for it", Platform.name(bundle));
            } catch (Failure e) {
                LOG.error("Nobody asks for {} any more, but it stays: {}", Platform.name(bundle), e.getMessage());
            }
        }
        states.change(state -> state.withCurrent(state.current().stream()
                .filter(other -> !other.isSameBundle(jar))
                .toList()));
    }

    State.Quarantined quarantined(Bundle bundle, String reason) {
        return new State.Quarantined(
                bundle.getBundleId(),
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                nowMs(),
                reason);
    }
}
