// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which of several bundles serves a facade version, for those who exchange bundles while calls run
 * ({@code DESIGN.md} section 5). Every provider of a facade has to pass its own probe before calls go to it; what this adds
 * is a hold on a bundle that is to be tried first, the switch to it, and word of when nobody uses the old one any more.
 */
@ProviderType
public interface FacadeSwitch {

    /**
     * Keeps calls away from all that a bundle provides now or later, until {@link #switchTo} or {@link #release}. To be
     * called before the bundle is started. Lasts until then or until the bundle is uninstalled or the server stops.
     */
    void hold(long bundleId);

    /** Ends a hold: what the bundle provides takes part in the choice like any other. Nothing happens without a hold. */
    void release(long bundleId);

    /**
     * Waits until the bundle serves each facade version that it declares, and each has passed its probe. Nothing bounds
     * the wait: whoever gives up cancels the future.
     *
     * @return fails with an {@link IllegalStateException}, whose message is for the operator, as soon as it is clear that
     *     this cannot come about: the bundle declares nothing, registers a facade that it does not declare, or is gone. A
     *     probe that fails is tried again; why it failed last is in {@link #trouble}.
     */
    CompletableFuture<Void> ready(long bundleId);

    /** What keeps the bundle from being {@link #ready}, as a sentence without a full stop; empty if nothing does. */
    String trouble(long bundleId);

    /**
     * Sends all new calls to the bundle, for each facade version that it declares, at one instant and whatever other
     * bundles there are: it is pinned. The pin lasts over restarts, until another bundle is switched to, {@link #unpin} is
     * called, or the bundle is uninstalled or updated to another version. When this returns, the pin is on disk.
     *
     * @return what was still running elsewhere for these versions, when all of that has ended or has been given up
     * @throws IllegalStateException if the bundle is not {@link #ready}; nothing changes
     */
    CompletableFuture<Drain> switchTo(long bundleId);

    /** Whether the bundle is pinned for every facade version that it declares. */
    boolean isPinned(long bundleId);

    /** Lets the highest Bundle-Version serve again what the bundle was pinned for. */
    void unpin(long bundleId);

    /**
     * Waits for everything that runs now and may hold a service object: calls of facades, logins and HTTP requests. What
     * begins later is not waited for.
     */
    CompletableFuture<Drain> drain();

    /** Adds an exchange to {@link ApiServer#swaps()}. */
    void record(SwapStatus swap);

    /**
     * What was waited for.
     *
     * @param calls how many calls ran when the wait began
     * @param left how many of them were given up because they had not ended long after the longest time a call may take
     */
    record Drain(int calls, int left) {}
}
