// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.SwapStatus;
import io.facet.upgrade.api.QuarantinedBundle;
import io.facet.upgrade.api.ReplacedBundle;
import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.api.UpgradeService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges of bundles, one at a time. When the server comes, it ends what the last stop of Facet interrupted. */
@Component(service = UpgradeService.class, configurationPid = "io.facet.upgrade", immediate = true)
@Designate(ocd = UpgradeConfig.class)
public final class UpgradeServiceImpl implements UpgradeService {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeServiceImpl.class);
    private static final long SETTLE_MS = 2_000;

    private final BundleContext context;
    private final Components components;
    private final StateFile states;
    private final Jars jars;
    private final BundleListener uninstalled = this::changed;
    // One permit: whoever has it may change bundles.
    private final Semaphore turn = new Semaphore(1);
    private volatile Settings settings;
    private volatile FacadeSwitch facadeSwitch;
    private volatile ApiServer apiServer;
    private volatile boolean closing;
    // The thread that has the turn; null if none has.
    private volatile Thread worker;
    // Written by whoever has the turn.
    private volatile boolean reconciled;

    @Activate
    public UpgradeServiceImpl(BundleContext context, @Reference ServiceComponentRuntime runtime, UpgradeConfig config)
            throws IOException {
        this(
                context,
                new Components(runtime),
                Path.of(System.getProperty("karaf.data", "data"), "facet", "upgrade"),
                Settings.of(config));
    }

    /** A service without a container around it; {@link #deactivate} ends it. */
    UpgradeServiceImpl(BundleContext context, Components components, Path directory, Settings settings)
            throws IOException {
        this.context = context;
        this.components = components;
        this.states = new StateFile(directory);
        this.jars = new Jars(directory);
        this.settings = settings;
        context.addBundleListener(uninstalled);
    }

    @Modified
    void modified(UpgradeConfig config) {
        try {
            settings = Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The settings stay as they were", e.getMessage());
        }
    }

    /** Ends what is under way: before the switch it is undone, after it the next start finishes it. */
    @Deactivate
    void deactivate() throws InterruptedException {
        closing = true;
        context.removeBundleListener(uninstalled);
        Thread busy = worker;
        if (busy != null) {
            busy.interrupt();
        }
        Duration limit = settings.stopTimeout().plus(settings.grace());
        if (turn.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            turn.release();
        } else {
            LOG.warn("An exchange of bundles was still under way when the upgrade service stopped");
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFacadeSwitch(FacadeSwitch service) {
        facadeSwitch = service;
        inBackground("reconcile", this::reconcile);
    }

    void unbindFacadeSwitch(FacadeSwitch service) {
        if (facadeSwitch == service) {
            facadeSwitch = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindApiServer(ApiServer service) {
        apiServer = service;
    }

    void unbindApiServer(ApiServer service) {
        if (apiServer == service) {
            apiServer = null;
        }
    }

    @Override
    public UpgradeReport upgradeFacade(UpgradeRequest request, UpgradeProgress progress) {
        return upgrade(SwapStatus.Kind.FACADE_UPGRADE, true, request, progress);
    }

    @Override
    public UpgradeReport upgradeService(UpgradeRequest request, UpgradeProgress progress) {
        return upgrade(SwapStatus.Kind.SERVICE_UPGRADE, false, request, progress);
    }

    @Override
    public UpgradeReport rollbackFacade(String name, int version, RollbackRequest request, UpgradeProgress progress) {
        return rollback(SwapStatus.Kind.FACADE_ROLLBACK, true, Facades.subject(name, version), request, progress);
    }

    @Override
    public UpgradeReport rollbackService(String bundleSymbolicName, RollbackRequest request, UpgradeProgress progress) {
        return rollback(SwapStatus.Kind.SERVICE_ROLLBACK, false, bundleSymbolicName, request, progress);
    }

    @Override
    public List<ReplacedBundle> replaced() {
        List<ReplacedBundle> replaced = new ArrayList<>();
        for (KeptJar jar : states.state().replaced()) {
            for (String subject : jar.subjects()) {
                replaced.add(
                        0,
                        new ReplacedBundle(
                                jar.facade(),
                                subject,
                                jar.symbolicName(),
                                jar.bundleVersion(),
                                Instant.ofEpochMilli(jar.sinceMs()),
                                jar.bytes()));
            }
        }
        // Sorting keeps the order of those with the same subject.
        replaced.sort(Comparator.comparing(ReplacedBundle::subject));
        return replaced;
    }

    @Override
    public Optional<String> obstacle(String bundleSymbolicName) {
        return Checks.obstacle(bundleSymbolicName);
    }

    @Override
    public List<QuarantinedBundle> quarantined() {
        return states.state().quarantined().stream()
                .map(State.Quarantined::published)
                .toList();
    }

    private UpgradeReport upgrade(
            SwapStatus.Kind kind, boolean facade, UpgradeRequest request, UpgradeProgress progress) {
        return inTurn((shop, server) -> {
            Steps steps = new Steps(progress);
            steps.step("Fetching " + request.location());
            Candidate candidate = new Fetcher(jars.incoming(), shop.settings()).fetch(request.location());
            steps.step("Checking " + candidate.symbolicName() + " " + candidate.version());
            Plan plan = check(shop, candidate, facade, request.force());
            KeptJar jar = jars.keep(candidate, facade, Workshop.nowMs());
            return exchange(
                    new Exchange(shop, server, kind, jar, plan, timeout(shop, request.timeout()), steps),
                    request.dryRun());
        });
    }

    private UpgradeReport rollback(
            SwapStatus.Kind kind, boolean facade, String subject, RollbackRequest request, UpgradeProgress progress) {
        return inTurn((shop, server) -> {
            Steps steps = new Steps(progress);
            KeptJar jar = kept(facade, subject, request.bundleVersion());
            steps.step("Checking " + jar.symbolicName() + " " + jar.bundleVersion());
            Candidate candidate = Candidate.read(jars.path(jar.file()));
            Plan plan = check(shop, candidate, facade, true);
            return exchange(
                    new Exchange(shop, server, kind, jar, plan, timeout(shop, request.timeout()), steps),
                    request.dryRun());
        });
    }

    private static UpgradeReport exchange(Exchange exchange, boolean dryRun) {
        return dryRun ? exchange.tryOut() : exchange.run();
    }

    private Plan check(Workshop shop, Candidate candidate, boolean facade, boolean older) throws Failure {
        Checks checks = new Checks(shop.platform(), states.state());
        if (!facade) {
            return checks.service(candidate, older);
        }
        ApiServer server = apiServer;
        if (server == null) {
            throw new Failure(NO_SERVER);
        }
        return checks.facade(candidate, older, server);
    }

    private static final String NO_SERVER =
            "the API server is not there, which decides who gets the calls; is bundle io.facet.apiserver active?";

    private KeptJar kept(boolean facade, String subject, Optional<String> version) throws Failure {
        List<KeptJar> all = states.state().replaced().stream()
                .filter(jar -> jar.facade() == facade && jar.subjects().contains(subject))
                .toList();
        if (all.isEmpty()) {
            throw new Failure("nothing is kept to roll " + subject
                    + " back to; facet:rollback-list shows what there is, and an older jar can be given to "
                    + (facade ? "facet:facade-upgrade" : "facet:service-upgrade") + " --force");
        }
        if (version.isEmpty()) {
            return all.get(all.size() - 1);
        }
        return all.stream()
                .filter(jar -> jar.bundleVersion().equals(version.get()))
                .findFirst()
                .orElseThrow(() -> new Failure("version " + version.get() + " of " + subject + " is not kept; there is "
                        + all.stream().map(KeptJar::bundleVersion).collect(Collectors.joining(", "))));
    }

    private static Duration timeout(Workshop shop, Optional<Duration> asked) throws Failure {
        Duration timeout = asked.orElse(shop.settings().startTimeout());
        if (timeout.isNegative() || timeout.isZero()) {
            throw new Failure("a timeout of " + Bounded.text(timeout) + " leaves no time to start; give 1 s or more");
        }
        return timeout;
    }

    /** What is done by whoever has the turn. */
    private interface Work {
        UpgradeReport run(Workshop shop, FacadeSwitch server) throws Failure, IOException, InterruptedException;
    }

    private UpgradeReport inTurn(Work work) {
        if (!turn.tryAcquire()) {
            throw new UpgradeException(
                    "Another exchange of bundles is under way, and only one runs at a time; try again when it has ended.");
        }
        try {
            worker = Thread.currentThread();
            Workshop shop = workshop();
            FacadeSwitch server = facadeSwitch;
            if (server == null) {
                throw new Failure(NO_SERVER);
            }
            catchUp(shop, server);
            try {
                return work.run(shop, server);
            } finally {
                shop.sweep();
            }
        } catch (Failure e) {
            throw new UpgradeException("Nothing was changed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UpgradeException(
                    "Nothing was changed: " + e + "; see to it that data/facet/upgrade can be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpgradeException("Nothing was changed: the command was interrupted", e);
        } finally {
            worker = null;
            turn.release();
        }
    }

    /** Whether what the last stop interrupted has been ended. */
    boolean isReconciled() {
        return reconciled;
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(null, work, "facet-upgrade: " + name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void reconcile() {
        whenItIsOurTurn(this::catchUp, "what the last stop interrupted could not be ended");
    }

    /** When a feature is uninstalled that asked for a bundle which an exchange has brought, that one goes too. */
    private void changed(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED
                && states.state().current().stream().anyMatch(jar -> Demand.asks(event.getBundle(), jar))) {
            inBackground("remove", () -> removeUnasked(event.getBundle()));
        }
    }

    private void removeUnasked(Bundle gone) {
        try {
            // A release replaces what asks by another that does: the features service uninstalls before it installs.
            TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        } catch (InterruptedException e) {
            return;
        }
        whenItIsOurTurn(
                (shop, server) -> {
                    for (KeptJar jar : states.state().current()) {
                        List<Bundle> bundles = shop.platform().bundles();
                        if (Demand.asks(gone, jar) && bundles.stream().noneMatch(other -> Demand.asks(other, jar))) {
                            shop.removeUnasked(jar);
                        }
                    }
                    shop.sweep();
                },
                "what nobody asks for any more could not be removed");
    }

    /** What is done in the background by whoever has the turn. */
    private interface Chore {
        void run(Workshop shop, FacadeSwitch server) throws IOException, InterruptedException;
    }

    private void whenItIsOurTurn(Chore chore, String failure) {
        try {
            turn.acquire();
            try {
                worker = Thread.currentThread();
                FacadeSwitch server = facadeSwitch;
                if (server != null && !closing) {
                    chore.run(workshop(), server);
                }
            } finally {
                worker = null;
                turn.release();
            }
        } catch (InterruptedException e) {
            LOG.warn("The upgrade service stopped before it had ended what was left to do; the next start does it");
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "In the background, {}; it is tried again before the next exchange or at the next start",
                    failure,
                    e);
        }
    }

    private void catchUp(Workshop shop, FacadeSwitch server) throws IOException, InterruptedException {
        if (!reconciled || states.state().operation() != null) {
            new Reconciler(shop, server, new Restorer(shop, server, () -> apiServer)).run();
            reconciled = true;
        }
    }

    private Workshop workshop() {
        Settings now = settings;
        return new Workshop(
                new Platform(context, now), states, jars, components, now, () -> facadeSwitch, () -> closing);
    }
}
