// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * One exchange from the first thing it changes to its end. The journal is ahead of every change, so that {@link Reconciler}
 * can end it after a crash.
 */
final class Exchange {
    private static final long LOOK_MS = 100;

    private final Workshop shop;
    private final FacadeSwitch server;
    private final Plan plan;
    private final Duration timeout;
    private final Steps steps;
    private final Ending ending;
    private Operation operation;
    // The new bundle, once it is there.
    private Bundle next;

    Exchange(
            Workshop shop,
            FacadeSwitch server,
            SwapStatus.Kind kind,
            KeptJar jar,
            Plan plan,
            Duration timeout,
            Steps steps) {
        this.shop = shop;
        this.server = server;
        this.plan = plan;
        this.timeout = timeout;
        this.steps = steps;
        this.ending = new Ending(shop);
        this.operation = new Operation(
                kind,
                jar,
                plan.adopted().map(Bundle::getLocation).orElse(shop.jars().location(jar.file())),
                plan.adopted().isPresent(),
                plan.old().stream()
                        .map(bundle -> new Operation.Old(
                                bundle.getBundleId(), Jars.describe(bundle, jar.facade(), Workshop.nowMs())))
                        .toList(),
                plan.restores(),
                false,
                Workshop.nowMs());
    }

    /** Goes all the way. */
    UpgradeReport run() {
        try (Switchover switchover = switchover()) {
            CompletableFuture<Drain> drain = upToTheSwitch(switchover);
            try {
                shop.platform().startPersistently(next, timeout);
                return report(ending.finish(operation, next, switchover, drain, server, steps));
            } catch (Failure | IOException | InterruptedException | RuntimeException e) {
                throw new UpgradeException(
                        operation.subject() + " is now served by "
                                + operation.next().bundleVersion() + ", but what is left to do failed ("
                                + text(e) + "); it is done at the next start of Facet",
                        e);
            }
        }
    }

    /** Goes as far as can be told without changing what serves, and back. */
    UpgradeReport tryOut() {
        try (Switchover switchover = switchover()) {
            try {
                begin();
            } catch (Failure | IOException | RuntimeException e) {
                throw undone(switchover, e);
            }
            undo(switchover, null, false);
        }
        return dryReport();
    }

    private CompletableFuture<Drain> upToTheSwitch(Switchover switchover) {
        try {
            begin();
            steps.step("Keeping a copy of " + operation.from());
            keepOld();
            steps.step("Starting bundle " + next.getBundleId() + ", " + Platform.name(next));
            switchover.prepare(next);
            long deadline = System.nanoTime() + timeout.toNanos();
            shop.platform().startTransient(next, plan.old().get(plan.old().size() - 1), timeout);
            steps.step("Waiting until it can serve");
            awaitReady(switchover, deadline);
            steps.step("Switching " + operation.subject() + " to "
                    + operation.next().bundleVersion());
            CompletableFuture<Drain> drain = switchover.switchTo(next);
            operation = operation.withSwitch();
            journal();
            return drain;
        } catch (Failure | IOException | InterruptedException | RuntimeException e) {
            throw undone(switchover, e);
        }
    }

    private Switchover switchover() {
        return operation.next().facade()
                ? new FacadeSwitchover(server)
                : new ServiceSwitchover(server, shop.platform().context(), plan.old());
    }

    private void begin() throws Failure, IOException {
        journal();
        if (plan.adopted().isPresent()) {
            next = plan.adopted().get();
            steps.step("Taking bundle " + next.getBundleId() + ", which is installed already");
        } else {
            steps.step("Installing " + operation.next().symbolicName() + " "
                    + operation.next().bundleVersion());
            next = shop.platform().install(shop.jars().path(operation.next().file()), operation.location());
        }
        shop.platform().resolve(next);
    }

    private void keepOld() throws IOException {
        List<Operation.Old> copied = new ArrayList<>();
        for (int i = 0; i < plan.old().size(); i++) {
            Operation.Old old = operation.old().get(i);
            copied.add(new Operation.Old(
                    old.bundleId(), shop.jars().copy(plan.old().get(i), old.jar())));
        }
        operation = operation.withCopies(copied);
        journal();
    }

    private void journal() throws IOException {
        shop.states().change(state -> state.with(operation));
    }

    private void awaitReady(Switchover switchover, long deadline) throws Failure, InterruptedException {
        CompletableFuture<Void> ready = switchover.ready(next);
        while (true) {
            Optional<String> failure = shop.components().failure(next);
            if (failure.isPresent()) {
                throw new Failure(failure.get() + "; mend it and build it again");
            }
            long left = deadline - System.nanoTime();
            try {
                ready.get(Math.max(0, Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MS))), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (left <= 0) {
                    throw new Failure(
                            "bundle " + Platform.name(next) + " could not serve after " + Bounded.text(timeout) + " ("
                                    + trouble(switchover) + "); mend it, or allow more with --timeout");
                }
            } catch (ExecutionException e) {
                throw new Failure(
                        "bundle " + Platform.name(next) + " cannot serve ("
                                + e.getCause().getMessage() + "); mend it and build it again",
                        e);
            }
        }
    }

    private String trouble(Switchover switchover) {
        String reasons = Stream.of(
                        switchover.trouble(next),
                        shop.components().waiting(next).orElse(""))
                .filter(reason -> !reason.isBlank())
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "no reason is known; see the log" : reasons;
    }

    private UpgradeException undone(Switchover switchover, Exception e) {
        if (e instanceof InterruptedException) {
            // The rest has to be done all the same; the flag comes back below.
            Thread.interrupted();
        }
        String reason = e instanceof InterruptedException ? "the command was interrupted" : text(e);
        undo(switchover, reason, e instanceof Failure.Stuck);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new UpgradeException(operation.subject() + " is still served by " + operation.from() + ": " + reason, e);
    }

    private void undo(Switchover switchover, String reason, boolean stuck) {
        try {
            ending.undo(operation, next, switchover, reason, stuck);
        } catch (IOException | InterruptedException e) {
            throw new UpgradeException(
                    operation.subject() + " is still served by " + operation.from() + ", but bundle "
                            + operation.next().symbolicName() + " "
                            + operation.next().bundleVersion() + " could not be cleared away (" + text(e)
                            + (reason == null ? "" : ", after: " + reason)
                            + "); that is done at the next start of Facet",
                    e);
        }
    }

    private static String text(Exception e) {
        return e instanceof Failure ? e.getMessage() : e.toString();
    }

    private UpgradeReport report(Ending.Outcome outcome) {
        List<String> sentences = new ArrayList<>();
        sentences.add(operation.subject() + " is now served by bundle " + next.getBundleId() + ", "
                + Platform.name(next) + ".");
        sentences.add("It took the place of " + oldNames() + ", on which "
                + outcome.drain().calls() + " calls still ran at the switch"
                + (outcome.drain().left() == 0
                        ? "; all have ended."
                        : "; " + outcome.drain().left() + " did not end."));
        outcome.notes().forEach(note -> sentences.add(capital(note) + "."));
        return new UpgradeReport(
                operation.subject(),
                operation.from(),
                operation.next().bundleVersion(),
                operation.old().stream().map(Operation.Old::bundleId).toList(),
                next.getBundleId(),
                false,
                outcome.drain().calls(),
                outcome.drain().left(),
                steps.all(),
                sentences);
    }

    private UpgradeReport dryReport() {
        return new UpgradeReport(
                operation.subject(),
                operation.from(),
                operation.next().bundleVersion(),
                operation.old().stream().map(Operation.Old::bundleId).toList(),
                -1,
                true,
                0,
                0,
                steps.all(),
                List.of(
                        operation.next().symbolicName() + " "
                                + operation.next().bundleVersion() + " resolves and would take over "
                                + operation.subject() + ".",
                        "It would replace " + oldNames() + ", which would be kept to roll back to.",
                        "Nothing was changed; whether it starts and passes its probe shows only when it is done."));
    }

    private String oldNames() {
        return operation.old().stream()
                .map(old -> "bundle " + old.bundleId() + ", " + old.jar().symbolicName() + " "
                        + old.jar().bundleVersion())
                .collect(Collectors.joining(", and "));
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
