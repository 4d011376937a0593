// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.url;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.CoreOptions.when;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import io.facet.importer.api.ModelImporter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.security.auth.Subject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs a test class inside the shipped distribution, one container for the whole class. The container listens on ports
 * that were free, and is ready (all boot features installed) when the first test starts. A test leaves it as it found it.
 * What must happen outside the container, such as a restart or a kill, is tested with {@link ControllerProcess}.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class ControllerTestSupport {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(60);
    private static final String API_PORT = "facet.test.api.port";
    private static final String SHIPPED_ETC = "facet.test.shipped.etc";

    @Inject
    protected BundleContext bundleContext;

    @Inject
    protected FeaturesService features;

    /** Injected for its appearance only: it is registered when the boot features are there. */
    @Inject
    private BootFinished bootFinished;

    @Inject
    private SessionFactory sessions;

    /** The distribution as it is shipped, except for its ports; override {@link #extraOptions()} to add to it. */
    @Configuration
    public Option[] configuration() {
        Distribution distribution = Distribution.underTest();
        FreePorts ports = FreePorts.allocate(2);
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(distribution.archive().toUri().toString())
                    .karafVersion(System.getProperty("facet.karaf.version"))
                    .name("Facet")
                    .unpackDirectory(distribution.workDirectory("exam").toFile())
                    .useDeployFolder(false),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            doNotModifyLogConfiguration(),
            vmOption("-Xmx512m"),
            // The container takes Pax Exam's own bundles from where the build has put them.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.localRepository",
                    System.getProperty("facet.maven.repository")),
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.repositories",
                    "https://repo.maven.apache.org/maven2@id=central"),
            editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", ports.text(0)),
            editConfigurationFilePut("etc/io.facet.apiserver.cfg", "port", ports.text(1)),
            editConfigurationFilePut("etc/io.facet.monitoring.cfg", "http.port", "0"),
            systemProperty(API_PORT).value(ports.text(1)),
            systemProperty(SHIPPED_ETC).value(distribution.etc().toString()),
            when(Boolean.getBoolean("facet.test.keep")).useOptions(keepRuntimeFolder()),
            testBundle("byte-buddy"),
            testBundle("assertj-core"),
            testBundle("hamcrest"),
            testBundle("awaitility"),
            composite(extraOptions())
        };
    }

    /** What this class needs beside the distribution; runs outside the container. */
    protected Option[] extraOptions() {
        return new Option[0];
    }

    /** The option that installs a bundle which the build has copied to {@code target/exam-bundles}, by artifactId. */
    protected static Option testBundle(String artifactId) {
        File jar = Distribution.underTest()
                .workDirectory("exam-bundles")
                .resolve(artifactId + ".jar")
                .toFile();
        return url(jar.toURI().toString());
    }

    /** The option that installs the Java client of the API, for {@link #extraOptions()}. */
    protected static Option[] apiClient() {
        return Stream.of(
                        "netty-common",
                        "netty-buffer",
                        "netty-resolver",
                        "netty-transport",
                        "netty-transport-native-unix-common",
                        "netty-handler",
                        "netty-codec-base",
                        "netty-codec-compression",
                        "netty-codec-http",
                        "io.facet.client")
                .map(ControllerTestSupport::testBundle)
                .toArray(Option[]::new);
    }

    /** Port of the API in this container. */
    protected static int apiPort() {
        return Integer.getInteger(API_PORT);
    }

    /** The directory {@code etc} as it is shipped; in that of the container the edited files have lost their comments. */
    protected static Path shippedEtc() {
        return Path.of(System.getProperty(SHIPPED_ETC));
    }

    /** Data directory of this container. */
    protected static Path dataDirectory() {
        return Path.of(System.getProperty("karaf.data"));
    }

    /** Waits up to 30 s for a service, and fails naming it when it does not come. */
    protected <T> T service(Class<T> type) {
        return service(type, "(objectClass=" + type.getName() + ")");
    }

    /** Waits up to 30 s for a service that matches {@code filter}, and fails naming it when it does not come. */
    protected <T> T service(Class<T> type, String filter) {
        try {
            String both = "(&(objectClass=" + type.getName() + ")" + filter + ")";
            ServiceTracker<T, T> tracker = new ServiceTracker<>(bundleContext, FrameworkUtil.createFilter(both), null);
            tracker.open();
            T service = tracker.waitForService(TimeUnit.SECONDS.toMillis(30));
            if (service == null) {
                throw new AssertionError("no service " + both + " after 30 s");
            }
            return service;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + type.getName(), e);
        }
    }

    /** Imports the example model, in the place of the one that may be there. */
    protected void importWebshop() throws Exception {
        service(ModelImporter.class);
        shell("facet:model-import --replace " + WebshopModel.file(Path.of(System.getProperty("karaf.home"))));
    }

    /** Runs a shell command as administrator and returns what it printed; fails as the command fails. */
    protected String shell(String command) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Subject administrator = new Subject(
                true,
                Set.of(
                        new UserPrincipal("karaf"),
                        new RolePrincipal("admin"),
                        new RolePrincipal("manager"),
                        new RolePrincipal("viewer"),
                        new RolePrincipal("systembundles")),
                Set.of(),
                Set.of());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Session session = sessions.create(new ByteArrayInputStream(new byte[0]), out, out)) {
            Callable<Object> run = () ->
                    Subject.doAs(administrator, (PrivilegedExceptionAction<Object>) () -> session.execute(command));
            executor.submit(run).get(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end of \"" + command + "\"; it printed: " + printed, e);
        } finally {
            executor.shutdownNow();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
