// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to bundles. Their own code never runs on the calling thread. */
final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final BundleContext context;
    private final Settings settings;

    Platform(BundleContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    List<Bundle> bundles() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != 0 && bundle.getSymbolicName() != null)
                .toList();
    }

    BundleContext context() {
        return context;
    }

    Optional<Bundle> at(String location) {
        return Optional.ofNullable(context.getBundle(location));
    }

    /** The bundle with this id, if it still is the one that is meant. */
    Optional<Bundle> find(Operation.Old old) {
        return Optional.ofNullable(context.getBundle(old.bundleId())).filter(old.jar()::describes);
    }

    Bundle install(Path jar, String location) throws Failure, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            return context.installBundle(location, in);
        } catch (BundleException e) {
            throw new Failure("the framework does not take the bundle (" + e.getMessage() + "); build it again", e);
        }
    }

    /** @throws Failure naming what the bundle lacks */
    void resolve(Bundle bundle) throws Failure {
        FrameworkWiring wiring = wiring();
        if (wiring.resolveBundles(Set.of(bundle))) {
            return;
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleRequirement> missing = revision.getDeclaredRequirements(null).stream()
                .filter(Platform::countsForResolving)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            throw new Failure("the imports of bundle " + name(bundle) + " cannot all be met together; build it against"
                    + " this release, and see the log for what conflicts");
        }
        throw new Failure("bundle " + name(bundle) + " needs "
                + missing.stream().map(Platform::describe).collect(Collectors.joining(" and "))
                + ", which no installed bundle provides; install what provides it, or build the bundle against this"
                + " release");
    }

    /** Starts a bundle until the next restart only, at the start level of another. */
    void startTransient(Bundle bundle, Bundle like, Duration limit) throws Failure, InterruptedException {
        if (like != null) {
            bundle.adapt(BundleStartLevel.class)
                    .setStartLevel(like.adapt(BundleStartLevel.class).getStartLevel());
        }
        start(bundle, Bundle.START_TRANSIENT, limit);
    }

    /** Starts a bundle, if it is not active, for good. */
    void startPersistently(Bundle bundle, Duration limit) throws Failure, InterruptedException {
        start(bundle, 0, limit);
    }

    private void start(Bundle bundle, int options, Duration limit) throws Failure, InterruptedException {
        String name = "the start of bundle " + name(bundle);
        try {
            run(name, limit, () -> bundle.start(options));
        } catch (Failure.Stuck e) {
            throw new Failure.Stuck(e.getMessage() + "; the bundle is quarantined until Facet is started again");
        } catch (Failure e) {
            String remedy = e.getCause() instanceof TimeoutException
                    ? "mend it, or allow more with --timeout"
                    : "mend it and build it again";
            throw new Failure(e.getMessage() + "; " + remedy, e);
        }
    }

    /** Stops a bundle and removes it. Nothing happens if it is gone. */
    void uninstall(Bundle bundle) throws Failure, InterruptedException {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        run("the stop of bundle " + name(bundle), settings.stopTimeout(), bundle::uninstall);
        dropLeftovers(bundle);
    }

    private interface Step {
        void run() throws BundleException;
    }

    private void run(String name, Duration limit, Step step) throws Failure, InterruptedException {
        try {
            Bounded.run(name, limit, settings.grace(), () -> {
                step.run();
                return null;
            });
        } catch (Failure | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure(name + " failed (" + rootMessage(e) + ")", e);
        }
    }

    /** Nobody imports from a facade or a provider, so normally there is nothing; a refresh must not touch others. */
    private void dropLeftovers(Bundle bundle) {
        FrameworkWiring wiring = wiring();
        if (!wiring.getRemovalPendingBundles().contains(bundle)) {
            return;
        }
        Set<Bundle> alone = Set.of(bundle);
        if (Set.copyOf(wiring.getDependencyClosure(alone)).equals(alone)) {
            wiring.refreshBundles(alone);
        } else {
            LOG.warn(
                    "Bundle {} is uninstalled, but other bundles use its classes: it stays in memory until a restart",
                    name(bundle));
        }
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    private static boolean countsForResolving(BundleRequirement requirement) {
        return !Constants.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                && !Constants.EFFECTIVE_ACTIVE.equals(
                        requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE));
    }

    private static String describe(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? "package " + packageOf(filter)
                : requirement.getNamespace() + " " + filter;
    }

    /** From {@code (&(osgi.wiring.package=a.b)(version>=1.0.0)(!(version>=2.0.0)))} makes {@code a.b [1.0.0,2.0.0)}. */
    static String packageOf(String filter) {
        Matcher name = Pattern.compile("osgi\\.wiring\\.package=([^)]*)").matcher(filter);
        Matcher from = Pattern.compile("[^!]\\(version>=([^)]*)").matcher(filter);
        Matcher to = Pattern.compile("!\\(version>=([^)]*)").matcher(filter);
        if (!name.find()) {
            return filter;
        }
        String version = from.find() ? from.group(1) : "";
        if (version.isEmpty()) {
            return name.group(1);
        }
        return name.group(1) + " " + (to.find() ? "[" + version + "," + to.group(1) + ")" : version + " or later");
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof BundleException ? root.getMessage() : root.toString();
    }
}
