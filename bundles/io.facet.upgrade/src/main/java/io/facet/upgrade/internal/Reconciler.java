// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import io.facet.upgrade.api.UpgradeProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings bundles and jars in line with what is remembered, after a start that may have followed a crash. */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Workshop shop;
    private final FacadeSwitch server;
    private final Restorer restorer;

    Reconciler(Workshop shop, FacadeSwitch server, Restorer restorer) {
        this.shop = shop;
        this.server = server;
        this.restorer = restorer;
    }

    /** @throws IOException if the state cannot be written; what is not done is done the next time */
    void run() throws IOException, InterruptedException {
        clearQuarantine();
        Operation operation = shop.states().state().operation();
        if (operation != null) {
            end(operation);
        }
        restorer.run();
        forgetWhatIsGone();
        shop.sweep();
    }

    private void clearQuarantine() throws IOException, InterruptedException {
        List<State.Quarantined> left = new ArrayList<>();
        for (State.Quarantined quarantined : shop.states().state().quarantined()) {
            Optional<Bundle> bundle =
                    shop.platform().bundles().stream().filter(quarantined::is).findFirst();
            try {
                if (bundle.isPresent()) {
                    shop.platform().uninstall(bundle.get());
                    LOG.info("Quarantined bundle {} is uninstalled", Platform.name(bundle.get()));
                }
            } catch (Failure e) {
                LOG.error("Quarantined bundle {} stays: {}", quarantined.bundleId(), e.getMessage());
                left.add(quarantined);
            }
        }
        shop.states().change(state -> state.withQuarantined(left));
    }

    private void end(Operation operation) throws IOException, InterruptedException {
        Optional<Bundle> next = shop.platform().at(operation.location()).filter(operation.next()::describes);
        boolean switched = operation.switched()
                || operation.next().facade()
                        && next.isPresent()
                        && server.isPinned(next.get().getBundleId());
        List<Bundle> old = operation.old().stream()
                .flatMap(each -> shop.platform().find(each).stream())
                .toList();
        try (Switchover switchover = operation.next().facade()
                ? new FacadeSwitchover(server)
                : new ServiceSwitchover(server, shop.platform().context(), old)) {
            if (switched && next.isPresent()) {
                finish(operation, next.get(), switchover);
            } else {
                new Ending(shop)
                        .undo(operation, next.orElse(null), switchover, "Facet was stopped in the middle", false);
            }
        }
    }

    private void finish(Operation operation, Bundle next, Switchover switchover)
            throws IOException, InterruptedException {
        LOG.info(
                "The exchange of {} for {} was interrupted after the switch; finishing it",
                operation.subject(),
                operation.next().bundleVersion());
        try {
            shop.platform().startPersistently(next, shop.settings().startTimeout());
        } catch (Failure e) {
            // It has been chosen, and the old ones are no longer wanted: that it does not start is told like any
            // other's.
            LOG.error("{} has been switched to, but does not start: {}", Platform.name(next), e.getMessage());
        }
        new Ending(shop).finish(operation, next, switchover, server.drain(), server, new Steps(UpgradeProgress.NONE));
    }

    /** What somebody uninstalled or updated is no longer ours to keep. */
    private void forgetWhatIsGone() throws IOException {
        List<Bundle> bundles = shop.platform().bundles();
        shop.states()
                .change(state -> state.withCurrent(state.current().stream()
                        .filter(jar -> bundles.stream().anyMatch(jar::describes))
                        .toList()));
    }
}
