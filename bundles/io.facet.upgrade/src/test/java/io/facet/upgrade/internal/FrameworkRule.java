// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A real framework with Declarative Services. */
final class FrameworkRule extends TemporaryFolder {
    private static final String SHARED = String.join(
            ",",
            "io.facet.sample.api;version=1.0.0",
            "org.osgi.service.component;version=1.5.0",
            "org.osgi.service.component.runtime;version=1.5.0",
            "org.osgi.service.component.runtime.dto;version=1.5.0",
            "org.osgi.util.promise;version=1.3.0",
            "org.osgi.util.function;version=1.2.0");

    private Framework framework;
    private int cache;

    @Override
    protected void before() throws Throwable {
        super.before();
        bootNew();
    }

    private void bootNew() throws Exception {
        boot();
        Path scr = Path.of(org.apache.felix.scr.impl.Activator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        context().installBundle(scr.toUri().toString()).start();
    }

    @Override
    protected void after() {
        try {
            halt();
        } catch (BundleException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            super.after();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops the framework and starts it with the bundles it had. */
    void restart() throws BundleException, InterruptedException {
        halt();
        boot();
    }

    /** The same, but all bundles are forgotten. */
    void restartWithoutCache() throws Exception {
        halt();
        cache++;
        bootNew();
    }

    Components components() {
        ServiceReference<ServiceComponentRuntime> runtime =
                context().getServiceReference(ServiceComponentRuntime.class);
        return new Components(context().getService(runtime));
    }

    /** Path for a file that does not exist yet. */
    Path file(String name) {
        return getRoot().toPath().resolve(name);
    }

    Bundle install(TestBundle bundle, String name) throws Exception {
        return context().installBundle(bundle.write(file(name)).toUri().toString());
    }

    /** The bundles with this symbolic name. */
    List<Bundle> bundles(String symbolicName) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .toList();
    }

    private void boot() throws BundleException {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("org.osgi.framework.storage", file("cache" + cache).toString());
        configuration.put("org.osgi.framework.system.packages.extra", SHARED);
        configuration.put("felix.log.level", "0");
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
    }

    private void halt() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }
}
