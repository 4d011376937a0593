// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;

/** The server decides: the new bundle is held back until it is pinned. */
final class FacadeSwitchover implements Switchover {
    private final FacadeSwitch server;
    private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    FacadeSwitchover(FacadeSwitch server) {
        this.server = server;
    }

    @Override
    public void prepare(Bundle next) {
        server.hold(next.getBundleId());
    }

    @Override
    public CompletableFuture<Void> ready(Bundle next) {
        ready = server.ready(next.getBundleId());
        return ready;
    }

    @Override
    public String trouble(Bundle next) {
        return server.trouble(next.getBundleId());
    }

    @Override
    public CompletableFuture<Drain> switchTo(Bundle next) throws Failure {
        try {
            return server.switchTo(next.getBundleId());
        } catch (IllegalStateException e) {
            throw new Failure(e.getMessage(), e);
        }
    }

    @Override
    public void oldAreGone(Bundle next) {
        server.release(next.getBundleId());
    }

    @Override
    public void undone(Bundle next) {
        server.release(next.getBundleId());
    }

    @Override
    public void done(Bundle next, boolean upward) {
        // Without a pin a later jar of a higher version serves at once, as it would have before the upgrade.
        if (upward) {
            server.unpin(next.getBundleId());
        }
    }

    @Override
    public void close() {
        ready.cancel(false);
    }
}
