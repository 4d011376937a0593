// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.ApiConnection;
import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.fixtures.HangingFacade;
import io.facet.itests.fixtures.ProvisionerVariants;
import io.facet.itests.fixtures.StampedFacade;
import io.facet.itests.load.SshShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** What was upgraded stays so, whatever is done to the features, to the process and to the bundle cache. */
public class UpgradeLastsIT {

    private static final String FACADE = ProvisionerVariants.BUNDLE;
    private static final String SERVICE = "io.facet.machine";
    /** In the journal of an upgrade that is under way. */
    private static final String BEGUN = "\"operation\" : {";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, Object> MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));

    private static ControllerProcess controller;
    private static SshShell shell;
    private static ApiSupport api;
    private static String agentConf;
    private static ProvisionerVariants variants;
    private static Path work;
    private static int versions;

    @BeforeClass
    public static void start() throws Exception {
        controller = ControllerProcess.unpack("upgrade-lasts");
        controller.start();
        shell = SshShell.of(controller.sshPort(), controller.home());
        api = new ApiSupport();
        shell.ask("facet:model-import " + WebshopModel.file(controller.home()));
        agentConf = shell.ask("facet:agent-conf-issue --controller " + WebshopModel.NAME);
        variants = new ProvisionerVariants(BundleVariant.shipped(controller.home(), FACADE));
        work = Distribution.underTest().workDirectory("upgrade-variants");
    }

    @AfterClass
    public static void end() {
        api.close();
        shell.close();
        controller.close();
    }

    @Test
    public void upgradesOutliveFeatureOperationsRestartsAndANewBundleCache() throws Exception {
        String before = bundles(FACADE).get(0);
        String upgraded = upgradeFacade();
        String service = nextVersion();
        facet(
                "service-upgrade",
                write(BundleVariant.of(BundleVariant.shipped(controller.home(), SERVICE))
                        .version(service)));

        shell.ask("feature:repo-add " + unrelatedFeatures().toUri());
        shell.ask("feature:install unrelated-one");
        assertServes(upgraded, service);
        shell.ask("feature:install unrelated-two");
        shell.ask("feature:uninstall unrelated-one");
        shell.ask("feature:repo-refresh");
        shell.ask("feature:refresh");
        assertServes(upgraded, service);
        restart();
        assertServes(upgraded, service);

        controller.stop();
        ProgramResult deleted = ProgramResult.of(new ProcessBuilder(
                "rm", "-r", controller.home().resolve("data/cache").toString()));
        assertThat(deleted.status()).as(deleted.toString()).isZero();
        controller.start();
        await("the upgraded bundles").atMost(SOON).untilAsserted(() -> assertServes(upgraded, service));

        facet("facade-rollback", "Provisioner", "11");
        assertServes(before, service);
        assertThat(pinned()).isEqualTo("yes");
        restart();
        assertServes(before, service);
        assertThat(pinned()).isEqualTo("yes");
    }

    @Test
    public void killDuringAnActivationIsUndoneByTheNextStart() throws Exception {
        String before = upgradeFacade();
        CompletableFuture<SshShell.Result> upgrade = beginUpgrade(variants.hanging(nextVersion()));
        await("the activation").atMost(SOON).until(() -> threads().contains(HangingFacade.class.getName()));
        assertThat(upgrade).isNotDone();
        controller.kill();
        controller.start();
        await("the undoing").atMost(SOON).untilAsserted(() -> assertSettled(before));
        assertServes(upgradeFacade());
    }

    @Test
    public void killAroundTheSwitchIsUndoneOrFinishedByTheNextStart() throws Exception {
        for (Predicate<String> moment : List.<Predicate<String>>of(
                state -> state.contains(BEGUN) && !state.contains("\"file\" : \"\""),
                state -> state.contains("\"switched\" : true"))) {
            String old = upgradeFacade();
            String next = nextVersion();
            CompletableFuture<SshShell.Result> upgrade = beginUpgrade(variants.stamped(next));
            await("the moment to kill")
                    .atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> moment.test(state()) || upgrade.isDone());
            controller.kill();
            controller.start();
            await("the undoing or the finish").atMost(SOON).untilAsserted(() -> assertSettled(old, next));
        }
        assertServes(upgradeFacade());
    }

    private static CompletableFuture<SshShell.Result> beginUpgrade(BundleVariant variant) throws IOException {
        String command = "facet:facade-upgrade --timeout 300 " + write(variant);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return shell.run(command);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String threads() throws Exception {
        return ProgramResult.of(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                        Long.toString(controller.pid()),
                        "Thread.print"))
                .out();
    }

    private static String state() throws IOException {
        return Files.readString(controller.data().resolve("upgrade/state.json"));
    }

    /** One of these versions serves and is the only one installed, and nothing is left over. */
    private static void assertSettled(String... either) throws IOException {
        List<String> installed = bundles(FACADE);
        assertThat(installed).hasSize(1).isSubsetOf(either);
        assertServes(installed.get(0));
        assertThat(Files.readString(controller.data().resolve("upgrade/state.json")))
                .contains("\"operation\" : null");

        List<String> replaced =
                shell.ask("facet:rollback-list --no-format").lines().toList();
        assertThat(replaced).allMatch(line -> line.startsWith("replaced\t"));
        Set<String> kept = replaced.stream()
                .map(line -> line.split("\t"))
                .map(columns -> columns[2] + "-" + columns[3])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(kept).doesNotContain(FACADE + "-" + installed.get(0));
        kept.add(FACADE + "-" + installed.get(0));
        bundles(SERVICE).forEach(version -> kept.add(SERVICE + "-" + version));
        assertThat(files("jars")).allMatch(file -> kept.contains(file.replaceAll("-[0-9a-f]{12}\\.jar$", "")));
        assertThat(files("incoming")).isEmpty();
    }

    private static List<String> files(String directory) throws IOException {
        try (Stream<Path> files =
                Files.list(controller.data().resolve("upgrade").resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void assertServes(String facade, String service) throws IOException {
        assertThat(bundles(SERVICE)).containsExactly(service);
        assertServes(facade);
    }

    private static void assertServes(String facade) throws IOException {
        assertThat(bundles(FACADE)).containsExactly(facade);
        List<String> names = shell.ask("bundle:list -t 0 -s --no-format")
                .lines()
                .map(line -> line.replaceAll(".*\t", "").strip())
                .filter(name -> name.startsWith("io.facet."))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(status()).startsWith("Provisioner", "11", "yes").contains(facade);
        try (ApiConnection connection = api.connect(agentConf)) {
            JsonNode answer = ApiSupport.provisioner(connection, "Life", MACHINE);
            assertThat(answer.at("/results/0/life").asText()).isEqualTo("alive");
            // What was shipped marks nothing.
            assertThat(answer.path(StampedFacade.MEMBER).asText(facade)).isEqualTo(facade);
        }
    }

    private static String pinned() throws IOException {
        return status().get(7);
    }

    /** Columns of the list of facades for the only bundle of version 11. */
    private static List<String> status() throws IOException {
        List<String> lines = shell.ask("facet:facade-list --no-format Provisioner")
                .lines()
                .filter(line -> line.startsWith("Provisioner\t11\t"))
                .toList();
        assertThat(lines).hasSize(1);
        return List.of(lines.get(0).split("\t", -1));
    }

    /** Versions of the active bundles with a symbolic name. */
    private static List<String> bundles(String name) throws IOException {
        return shell.ask("bundle:list -t 0 -s --no-format")
                .lines()
                .map(line -> line.split("\t"))
                .filter(columns -> columns[columns.length - 1].strip().equals(name))
                .peek(columns -> assertThat(columns[1].strip()).isEqualTo("Active"))
                .map(columns -> columns[columns.length - 2].strip())
                .toList();
    }

    private static String upgradeFacade() throws Exception {
        String version = nextVersion();
        facet("facade-upgrade", write(variants.stamped(version)));
        return version;
    }

    private static void restart() throws Exception {
        controller.stop();
        controller.start();
    }

    private static void facet(String... command) throws Exception {
        ProgramResult result = controller.facet(command);
        assertThat(result.status()).as(result.toString()).isZero();
    }

    private static String nextVersion() {
        versions++;
        return "1.1." + versions;
    }

    private static String write(BundleVariant variant) throws IOException {
        return variant.writeTo(work.resolve("variant.jar")).toString();
    }

    /** Two features that have nothing to do with Facet, of bundles that are at hand. */
    private static Path unrelatedFeatures() throws IOException {
        Path bundles = Distribution.underTest().workDirectory("exam-bundles");
        return Files.writeString(
                work.resolve("unrelated.xml"),
                """
                <features name="unrelated" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="unrelated-one" version="1.0.0"><bundle>%s</bundle></feature>
                  <feature name="unrelated-two" version="1.0.0"><bundle>%s</bundle></feature>
                </features>
                """
                        .formatted(
                                bundles.resolve("hamcrest.jar").toUri(),
                                bundles.resolve("byte-buddy.jar").toUri()));
    }
}
