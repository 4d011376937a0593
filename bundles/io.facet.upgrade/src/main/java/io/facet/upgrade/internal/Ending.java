// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ways in which an exchange ends, at once or after a restart. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final long LOOK_MS = 200;

    private final Workshop shop;

    Ending(Workshop shop) {
        this.shop = shop;
    }

    /**
     * What came of it.
     *
     * @param drain what ran on the old bundles
     * @param notes what did not go as it should, as sentences without a full stop
     */
    record Outcome(Drain drain, List<String> notes) {}

    /** After the switch: the old bundles go when their calls have ended. */
    Outcome finish(
            Operation operation,
            Bundle next,
            Switchover switchover,
            CompletableFuture<Drain> drain,
            FacadeSwitch server,
            Steps steps)
            throws IOException, InterruptedException {
        steps.step("Waiting for calls on " + operation.from() + " to end");
        Drain drained = await(drain, server);
        List<String> notes = new ArrayList<>();
        for (Operation.Old old : operation.old()) {
            Optional<Bundle> bundle = shop.platform().find(old);
            if (bundle.isPresent()) {
                steps.step("Removing bundle " + old.bundleId() + ", " + Platform.name(bundle.get()));
                remove(bundle.get()).ifPresent(notes::add);
            }
        }
        switchover.oldAreGone(next);
        shop.states()
                .change(state -> state.finished(
                        operation, Workshop.nowMs(), shop.settings().historySize()));
        switchover.done(next, operation.upward());
        shop.sweep();
        record(
                server,
                operation,
                operation.next().bundleVersion(),
                drained.calls(),
                notes.isEmpty() ? SwapStatus.DONE : String.join("; ", notes));
        LOG.info(
                "{} is now served by {} in place of {}: bundle {}, {} calls drained, {} left{}",
                operation.subject(),
                operation.next().bundleVersion(),
                operation.from(),
                next.getBundleId(),
                drained.calls(),
                drained.left(),
                notes.isEmpty() ? "" : "; " + String.join("; ", notes));
        return new Outcome(drained, notes);
    }

    /**
     * Before the switch: the new bundle goes.
     *
     * @param next the new bundle; null if it was not installed
     * @param reason why, as a sentence without a full stop; null if it is not worth a record
     * @param stuck whether a thread of the new bundle could not be ended
     */
    void undo(Operation operation, Bundle next, Switchover switchover, String reason, boolean stuck)
            throws IOException, InterruptedException {
        switchover.close();
        if (next != null) {
            if (stuck) {
                String why = "its start could not be interrupted";
                quarantine(next, why);
            } else {
                if (!operation.adopted()) {
                    remove(next);
                }
                switchover.undone(next);
            }
        }
        shop.states().change(state -> state.with((Operation) null));
        shop.sweep();
        if (reason != null) {
            LOG.warn("{} is still served by {}: {}", operation.subject(), operation.from(), reason);
            FacadeSwitch server = shop.server().get();
            if (server != null) {
                record(
                        server,
                        operation,
                        operation.from(),
                        0,
                        operation.next().bundleVersion() + " was not taken: " + reason);
            }
        }
    }

    /** Uninstalls a bundle; if it cannot be stopped, it is quarantined and the sentence says so. */
    private Optional<String> remove(Bundle bundle) throws IOException, InterruptedException {
        try {
            shop.platform().uninstall(bundle);
            return Optional.empty();
        } catch (Failure e) {
            quarantine(bundle, e.getMessage());
            return Optional.of(e.getMessage() + ", so bundle " + bundle.getBundleId()
                    + " is quarantined until the next start of Facet");
        }
    }

    private void quarantine(Bundle bundle, String reason) throws IOException {
        LOG.error(
                "Bundle {} ({}) is quarantined: {}; it holds a thread and is uninstalled at the next start of Facet",
                bundle.getBundleId(),
                Platform.name(bundle),
                reason);
        shop.states().change(state -> state.andQuarantined(shop.quarantined(bundle, reason)));
    }

    /** There is no way back, so an interrupt of the operator is kept for later. */
    private Drain await(CompletableFuture<Drain> drain, FacadeSwitch server) throws InterruptedException {
        boolean interrupted = false;
        try {
            while (!shop.closing().get()) {
                try {
                    return drain.get(LOOK_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (shop.server().get() != server) {
                        LOG.warn("The API server went away with its calls while an exchange waited for them to end");
                        return new Drain(0, 0);
                    }
                } catch (ExecutionException e) {
                    LOG.warn("It is not known whether calls on the old bundle have ended", e.getCause());
                    return new Drain(0, 0);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw new InterruptedException("the upgrade service stops");
    }

    private static void record(FacadeSwitch server, Operation operation, String to, int drained, String outcome) {
        server.record(new SwapStatus(
                operation.kind(),
                operation.subject(),
                operation.from(),
                to,
                Instant.ofEpochMilli(operation.begunMs()),
                Duration.ZERO,
                0,
                Duration.ZERO,
                drained,
                outcome));
    }
}
