// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import static org.awaitility.Awaitility.await;

import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.fixtures.ProvisionerVariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.osgi.framework.Version;

/** Exchanges bundles of a controller through its shell, and knows what must come of each exchange. For one thread. */
final class Swaps {

    /** Bundles of floors 2 and 2½ whose service the load uses. */
    private static final List<String> PROVIDERS = List.of(
            "io.facet.machine",
            "io.facet.model",
            "io.facet.network",
            "io.facet.controller",
            "io.facet.access",
            "io.facet.agentprovisioner",
            "io.facet.application",
            "io.facet.storage",
            "io.facet.cloud",
            "io.facet.keyupdater",
            "io.facet.provisioning");

    private static final String FACADE = "Provisioner 11";
    private static final Duration SERVES = Duration.ofSeconds(20);
    /** Seconds that a broken bundle gets to come up. */
    private static final int BROKEN_TIMEOUT = 2;

    private final SshShell shell;
    private final Path home;
    private final Path work;
    private final Entitlement entitlement;
    private final Findings findings;
    private final Random random;
    private final ProvisionerVariants facades;
    /** Providers that were upgraded, so that they can be rolled back. */
    private final List<String> upgraded = new ArrayList<>();
    /** Version of the facade that was replaced last by an upgrade or a rollback; empty if none was. */
    private String facadeReplaced = "";
    /** Whether the facade that serves goes before newer ones. */
    private boolean pinned;

    private int made;

    Swaps(SshShell shell, Path home, Path work, Entitlement entitlement, Findings findings, Random random)
            throws IOException {
        this.shell = shell;
        this.home = home;
        this.work = work;
        this.entitlement = entitlement;
        this.findings = findings;
        this.random = random;
        this.facades = new ProvisionerVariants(shipped(ProvisionerVariants.BUNDLE));
    }

    /** Puts a marked variant in the place of the facade that is shipped. */
    void prepare() throws IOException {
        String version = nextVersion();
        shell.ask(updateCommand(ProvisionerVariants.BUNDLE, facades.stamped(version)));
        entitlement.start(version);
    }

    /** Symbolic names of the bundles that are installed, each as often as it is. */
    List<String> bundles() throws IOException {
        return shell.ask("bundle:list -t 0 -s --no-format")
                .lines()
                .map(line -> line.replaceAll(".*\\t", "").strip())
                .sorted()
                .toList();
    }

    /** What upgrades could not get rid of; empty if they could. */
    String quarantined() throws IOException {
        return shell.ask("facet:rollback-list --no-format")
                .lines()
                .filter(line -> line.startsWith("quarantined"))
                .collect(Collectors.joining("; "));
    }

    /** Makes an exchange and waits for its end. What comes out wrong is among the findings. */
    void run(SwapKind kind) throws IOException {
        int before = made;
        exchange(kind);
        for (int i = before + 1; i <= made; i++) {
            Files.deleteIfExists(file(i));
        }
    }

    private void exchange(SwapKind kind) throws IOException {
        switch (kind) {
            case FACADE_UPGRADE -> upgradeFacade();
            case FACADE_ROLLBACK -> rollBackFacade();
            case SERVICE_UPGRADE -> upgradeService(provider());
            case SERVICE_ROLLBACK -> rollBackService();
            case FACADE_UPDATE -> updateFacade();
            case PROVIDER_UPDATE -> updateProvider(provider());
            case FACADE_RESTART -> succeed("bundle:restart " + ProvisionerVariants.BUNDLE);
            case PROVIDER_RESTART -> succeed("bundle:restart " + provider());
            case SIDE_BY_SIDE -> installBeside();
            case DEPLOYED -> deployBeside();
            case BROKEN_IMPORT -> refuse(write(facades.unresolvable(nextVersion())));
            case BROKEN_ACTIVATION -> refuse(write(facades.failing(nextVersion())));
            case BROKEN_CAPABILITY -> refuse(write(facades.wrongCapability(nextVersion())));
            case BROKEN_HANGING -> refuse(write(facades.hanging(nextVersion())));
            case BROKEN_HALF -> refuse(facades.stamped(nextVersion()).writeHalfTo(file(made)));
            case BROKEN_NO_FACADE -> refuse(write(facades.notAFacade(nextVersion())));
            case BROKEN_SERVICE -> refuseService(provider());
        }
    }

    private void upgradeFacade() throws IOException {
        String version = nextVersion();
        String command =
                "facet:facade-upgrade " + write(facades.stamped(version)).toUri();
        String before = entitlement.serving();
        if (exchange(version, command)) {
            facadeReplaced = before;
            pinned = false;
        }
    }

    /** Goes back to what was replaced last; since that is what is replaced by it next time, two of them change nothing. */
    private void rollBackFacade() throws IOException {
        if (facadeReplaced.isEmpty()) {
            upgradeFacade();
        }
        String before = entitlement.serving();
        String target = facadeReplaced;
        if (exchange(target, "facet:facade-rollback " + FACADE)) {
            facadeReplaced = before;
            pinned = Version.parseVersion(target).compareTo(Version.parseVersion(before)) < 0;
        }
    }

    private void updateFacade() throws IOException {
        String version = nextVersion();
        if (exchange(version, updateCommand(ProvisionerVariants.BUNDLE, facades.stamped(version)))) {
            pinned = false;
        }
    }

    private void upgradeService(String bundle) throws IOException {
        Path jar = write(BundleVariant.of(shipped(bundle)).version(nextVersion()));
        if (succeed("facet:service-upgrade " + jar)) {
            upgraded.add(bundle);
        }
    }

    private void rollBackService() throws IOException {
        if (upgraded.isEmpty()) {
            upgradeService(provider());
        }
        succeed("facet:service-rollback " + upgraded.get(random.nextInt(upgraded.size())));
    }

    private void updateProvider(String bundle) throws IOException {
        succeed(updateCommand(bundle, BundleVariant.of(shipped(bundle)).version(nextVersion())));
    }

    /** The newer one serves unless the older one is pinned; when it is removed, the older one serves again. */
    private void installBeside() throws IOException {
        String before = entitlement.serving();
        String version = nextVersion();
        Path jar = write(facades.stamped(version));
        if (pinned) {
            String id = bundleId(shell.ask("bundle:install -s " + jar.toUri()));
            succeed("bundle:uninstall " + id);
            return;
        }
        entitlement.begin(version);
        String id = bundleId(shell.ask("bundle:install -s " + jar.toUri()));
        awaitAnswersFrom(version);
        entitlement.begin(before);
        succeed("bundle:uninstall " + id);
        awaitAnswersFrom(before);
    }

    private void deployBeside() throws IOException {
        if (pinned) {
            // Nothing would tell when the newer one is up: it does not serve.
            updateFacade();
        }
        String before = entitlement.serving();
        String version = nextVersion();
        Path deployed = home.resolve("deploy").resolve("facade-" + version + ".jar");
        Path jar = write(facades.stamped(version));
        entitlement.begin(version);
        Files.move(jar, deployed);
        awaitAnswersFrom(version);
        entitlement.begin(before);
        Files.delete(deployed);
        awaitAnswersFrom(before);
    }

    /** Waits for the first answer of the version that was begun last, after which its predecessor may answer no more. */
    private void awaitAnswersFrom(String version) {
        try {
            await().atMost(SERVES).pollInterval(Duration.ofMillis(10)).until(entitlement::successorAnswers);
            entitlement.succeeded();
        } catch (ConditionTimeoutException e) {
            findings.add(
                    Findings.Kind.SWAP,
                    "no answer from " + version + " of the facade within " + SERVES.toSeconds() + " s");
            entitlement.failed();
        }
    }

    private void refuse(Path jar) throws IOException {
        fail("facet:facade-upgrade --timeout " + BROKEN_TIMEOUT + " " + jar.toUri());
    }

    private void refuseService(String bundle) throws IOException {
        Path jar = write(BundleVariant.of(shipped(bundle))
                .version(nextVersion())
                .header("Import-Package", old -> old + ",io.facet.nobody.exports.it;version=\"[1.0,2)\""));
        fail("facet:service-upgrade --timeout " + BROKEN_TIMEOUT + " " + jar);
    }

    /** Runs what brings another version of the facade. */
    private boolean exchange(String successor, String command) throws IOException {
        entitlement.begin(successor);
        boolean succeeded = succeed(command);
        if (succeeded) {
            entitlement.succeeded();
        } else {
            entitlement.failed();
        }
        return succeeded;
    }

    private boolean succeed(String command) throws IOException {
        SshShell.Result result = shell.run(command);
        if (!result.succeeded()) {
            findings.add(Findings.Kind.SWAP, "failed: " + result);
        }
        return result.succeeded();
    }

    private void fail(String command) throws IOException {
        SshShell.Result result = shell.run(command);
        if (result.succeeded()) {
            findings.add(Findings.Kind.SWAP, "succeeded although it had to fail: " + result);
        }
    }

    private String updateCommand(String bundle, BundleVariant variant) throws IOException {
        return "bundle:update " + bundle + " " + write(variant).toUri();
    }

    private String provider() {
        return PROVIDERS.get(random.nextInt(PROVIDERS.size()));
    }

    private String nextVersion() {
        made++;
        return "1.1." + made;
    }

    private Path write(BundleVariant variant) throws IOException {
        return variant.writeTo(file(made));
    }

    private Path file(int number) {
        return work.resolve("variant-" + number + ".jar");
    }

    private Path shipped(String bundle) throws IOException {
        return BundleVariant.shipped(home, bundle);
    }

    /** From {@code Bundle ID: 123}. */
    private static String bundleId(String printed) {
        return printed.replaceAll("\\D+", " ").strip();
    }
}
