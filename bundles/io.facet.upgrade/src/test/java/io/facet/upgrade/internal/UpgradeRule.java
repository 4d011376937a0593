// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.awaitility.Awaitility.await;

import io.facet.upgrade.api.RollbackRequest;
import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeRequest;
import io.facet.upgrade.sample.FacadeActivator;
import io.facet.upgrade.sample.ServiceActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.osgi.framework.Bundle;

/** The upgrade service in a real framework, with the server's part played. */
final class UpgradeRule extends ExternalResource {
    static final Duration SHORT = Duration.ofMillis(300);
    private static final String LATCH = "io.facet.upgrade.test.latch";

    final FrameworkRule framework = new FrameworkRule();
    private final CountDownLatch latch = new CountDownLatch(1);
    FakeServer server;
    UpgradeServiceImpl service;

    @Override
    public Statement apply(Statement base, Description description) {
        return framework.apply(super.apply(base, description), description);
    }

    @Override
    protected void before() throws Throwable {
        System.getProperties().put(LATCH, latch);
        server = new FakeServer(framework);
        start();
    }

    @Override
    protected void after() {
        latch.countDown();
        System.getProperties().remove(LATCH);
    }

    Path directory() {
        return framework.file("upgrade");
    }

    /** A new service on what the one before has left, as after a crash. */
    void start() throws IOException {
        start(Duration.ofSeconds(20));
    }

    void restartWithStopTimeout(Duration stopTimeout) throws IOException {
        start(stopTimeout);
    }

    /** What heeds no interrupt ends. */
    void endStubbornThreads() {
        latch.countDown();
    }

    private void start(Duration stopTimeout) throws IOException {
        service = new UpgradeServiceImpl(
                framework.context(),
                framework.components(),
                directory(),
                new Settings(
                        Duration.ofSeconds(20),
                        stopTimeout,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(20),
                        1 << 20,
                        2));
        service.bindApiServer(server);
        service.bindFacadeSwitch(server);
        await().until(() -> service.isReconciled());
    }

    /** The framework and all that runs in it stops and starts again. */
    void restart() throws Exception {
        framework.restart();
        server.held.clear();
        start();
    }

    /** The same, and the framework has only what the features bring. */
    void restartWithoutCache(String facade, String service) throws Exception {
        framework.restartWithoutCache();
        server.held.clear();
        installFacade(facade);
        installService(service);
        start();
    }

    Bundle installFacade(String version) throws Exception {
        Bundle bundle = framework.install(
                TestBundle.facade(version).activator(FacadeActivator.class), "facade-" + version + "-installed.jar");
        bundle.start();
        return bundle;
    }

    Bundle installService(String version) throws Exception {
        Bundle bundle = framework.install(
                TestBundle.service(version).activator(ServiceActivator.class), "service-" + version + "-installed.jar");
        bundle.start();
        return bundle;
    }

    String facadeJar(String version) throws IOException {
        return jar(TestBundle.facade(version).activator(FacadeActivator.class));
    }

    String serviceJar(String version) throws IOException {
        return jar(TestBundle.service(version).activator(ServiceActivator.class));
    }

    String jar(TestBundle bundle) throws IOException {
        return bundle.write(Files.createTempFile(framework.getRoot().toPath(), "given", ".jar"))
                .toString();
    }

    UpgradeReport upgradeFacade(String jar) {
        return service.upgradeFacade(UpgradeRequest.of(jar), UpgradeProgress.NONE);
    }

    UpgradeReport upgradeFacadeWithin(Duration timeout, String jar) {
        return service.upgradeFacade(new UpgradeRequest(jar, false, false, Optional.of(timeout)), UpgradeProgress.NONE);
    }

    UpgradeReport upgradeService(String jar) {
        return service.upgradeService(UpgradeRequest.of(jar), UpgradeProgress.NONE);
    }

    UpgradeReport rollbackFacade() {
        return service.rollbackFacade("Sample", 1, RollbackRequest.LAST, UpgradeProgress.NONE);
    }

    /** Version of the facade bundle that gets the calls. */
    String serving() {
        return server.serving().orElseThrow().getVersion().toString();
    }

    /** Versions of the bundles with this symbolic name. */
    List<String> versions(String symbolicName) {
        return framework.bundles(symbolicName).stream()
                .map(bundle -> bundle.getVersion().toString())
                .toList();
    }

    /** Names of the jars that are kept, without their checksums. */
    List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("jars"))) {
            return files.map(file -> file.getFileName().toString().replaceAll("-[0-9a-f]{12}\\.jar$", ""))
                    .sorted()
                    .toList();
        }
    }
}
