// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.SwapStatus;
import io.facet.upgrade.api.UpgradeException;
import io.facet.upgrade.api.UpgradeProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings upgraded bundles back when somebody has deleted the bundle cache of the framework, and the features have installed
 * what they name.
 */
final class Restorer {
    private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);
    private static final long LOOK_MS = 200;

    private final Workshop shop;
    private final FacadeSwitch server;
    private final Supplier<ApiServer> status;
    // Lies in the cache: where it is missing, the cache is new.
    private final Path marker;

    Restorer(Workshop shop, FacadeSwitch server, Supplier<ApiServer> status) {
        this.shop = shop;
        this.server = server;
        this.status = status;
        this.marker = shop.platform().context().getDataFile("upgrades-known").toPath();
    }

    /** Does nothing if the cache is the one that it was. */
    void run() throws IOException, InterruptedException {
        if (Files.exists(marker)) {
            return;
        }
        for (KeptJar jar : shop.states().state().current()) {
            if (shop.platform().bundles().stream().noneMatch(jar::describes)) {
                restore(jar);
            }
        }
        Files.createDirectories(marker.getParent());
        Files.writeString(marker, "");
    }

    private void restore(KeptJar jar) throws IOException, InterruptedException {
        String subject = String.join(", ", jar.subjects());
        try {
            awaitOld(jar);
            Candidate candidate = Candidate.read(shop.jars().path(jar.file()));
            Checks checks = new Checks(shop.platform(), shop.states().state());
            Plan plan = jar.facade() ? checks.facade(candidate, true, status.get()) : checks.service(candidate, true);
            SwapStatus.Kind kind = jar.facade() ? SwapStatus.Kind.FACADE_UPGRADE : SwapStatus.Kind.SERVICE_UPGRADE;
            new Exchange(
                            shop,
                            server,
                            kind,
                            jar,
                            plan.restoring(),
                            shop.settings().startTimeout(),
                            new Steps(UpgradeProgress.NONE))
                    .run();
        } catch (Failure | UpgradeException e) {
            LOG.error(
                    "The bundle cache is new, and {} {} could not be brought back for {}: {}",
                    jar.symbolicName(),
                    jar.bundleVersion(),
                    subject,
                    e.getMessage());
        }
    }

    /** What the features brought may not have come up yet. */
    private void awaitOld(KeptJar jar) throws Failure, InterruptedException {
        long deadline = System.nanoTime() + shop.settings().startTimeout().toNanos();
        while (!isOldUp(jar)) {
            if (shop.closing().get()) {
                throw new InterruptedException("the upgrade service stops");
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("nothing else serves it that could be replaced");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private boolean isOldUp(KeptJar jar) {
        if (!jar.facade()) {
            return shop.platform().bundles().stream()
                    .anyMatch(bundle ->
                            bundle.getSymbolicName().equals(jar.symbolicName()) && bundle.getState() == Bundle.ACTIVE);
        }
        ApiServer present = status.get();
        List<FacadeStatus> facades = present == null ? List.of() : present.facades();
        Set<String> serving = facades.stream()
                .filter(FacadeStatus::serving)
                .map(facade -> Facades.subject(facade.name(), facade.version()))
                .collect(Collectors.toSet());
        return serving.containsAll(jar.subjects());
    }
}
