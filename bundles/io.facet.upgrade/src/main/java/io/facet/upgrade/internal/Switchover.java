// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch.Drain;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;

/** How calls get from the old bundles to the new one; differs between facades and services. Used for one exchange. */
interface Switchover extends AutoCloseable {

    /** Called before the new bundle is started. */
    void prepare(Bundle next);

    /** Completes when the new bundle can take the calls; fails with a message for the operator if it never can. */
    CompletableFuture<Void> ready(Bundle next);

    /** What keeps the new bundle from being ready, as a sentence without a full stop; empty if nothing does. */
    String trouble(Bundle next);

    /**
     * Sends new calls to the new bundle.
     *
     * @return what still ran on the old ones
     * @throws Failure if that is not possible; nothing changes
     */
    CompletableFuture<Drain> switchTo(Bundle next) throws Failure;

    /** Called when the old bundles are gone. */
    void oldAreGone(Bundle next);

    /** Called after a failure, when the new bundle is gone, or stays because somebody else installed it. */
    void undone(Bundle next);

    /** Called when the exchange is done for. */
    void done(Bundle next, boolean upward);

    /** Lets go of what only lasts as long as the exchange. */
    @Override
    void close();
}
