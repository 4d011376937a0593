// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.SwapStatus;
import io.facet.client.ApiConnection;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.itests.fixtures.BundleVariant;
import io.facet.itests.fixtures.GatedFacade;
import io.facet.itests.fixtures.ProvisionerVariants;
import io.facet.itests.fixtures.StampedFacade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** Tests that exchange bundles while a client is connected and watches; in the end neither may have noticed. */
public abstract class ExchangeTestSupport extends ControllerTestSupport {

    static final String FACADE = "Provisioner";
    static final String SUBJECT = "Provisioner 11";
    static final Duration SOON = Duration.ofSeconds(30);

    private static final Map<String, Object> MACHINE =
            Map.of("entities", List.of(Map.of("tag", "machine-" + WebshopModel.PROVISIONED)));
    /** Versions are never used twice: a bundle of the same name and version cannot be installed again. */
    private static final AtomicInteger VERSIONS = new AtomicInteger();

    private final ApiSupport api = new ApiSupport();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch gate = new CountDownLatch(1);
    private ApiConnection connection;
    private ApiServer server;

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void connectAndWatch() throws Exception {
        System.getProperties().put(GatedFacade.GATE, gate);
        server = service(ApiServer.class);
        shell("facet:model-import --replace " + WebshopModel.file(home()));
        connection = api.connect(shell("facet:agent-conf-issue --controller " + WebshopModel.NAME));
        ApiSupport.await(new ProvisionerClient(connection).watchModelMachines(seen::addAll));
        await("the machines there are").atMost(SOON).until(() -> seen.contains(WebshopModel.PENDING));
    }

    @After
    public void nobodyNoticed() throws Exception {
        openGate();
        try {
            int before = seen.size();
            shell("facet:machine-add " + WebshopModel.NAME);
            await("the watcher made before all that").atMost(SOON).until(() -> seen.size() == before + 1);
            assertThat(connection.closed().toCompletableFuture()).isNotDone();
        } finally {
            connection.close();
            api.close();
        }
    }

    /** Lets gated facades come up. */
    void openGate() {
        gate.countDown();
    }

    static Path home() {
        return Path.of(System.getProperty("karaf.home"));
    }

    static ProvisionerVariants variants() throws IOException {
        return new ProvisionerVariants(BundleVariant.shipped(home(), ProvisionerVariants.BUNDLE));
    }

    /** A version that is higher than all before. */
    static String nextVersion() {
        return "1.1." + VERSIONS.incrementAndGet();
    }

    /** Where a test may put a jar. */
    static Path newFile() throws IOException {
        return Files.createTempFile(dataDirectory().resolve("tmp"), "variant", ".jar");
    }

    static Path write(BundleVariant variant) throws IOException {
        return variant.writeTo(newFile());
    }

    /** Calls version 11. */
    CompletionStage<JsonNode> life() {
        return life(11);
    }

    CompletionStage<JsonNode> life(int version) {
        return connection.call(FACADE, version, "Life", MACHINE);
    }

    CompletionStage<JsonNode> ping() {
        return connection.call("Pinger", 1, "Ping", null);
    }

    /** Runs a shell command on another thread. */
    CompletableFuture<String> inBackground(String command) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return shell(command);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Calls version 11 and gives the version of the bundle that answered; empty if it is not a marked one. */
    String answeringVersion() {
        JsonNode answer = ApiSupport.await(life());
        assertAlive(answer);
        return answer.path(StampedFacade.MEMBER).asText();
    }

    static void assertAlive(JsonNode answer) {
        assertThat(answer.at("/results/0/life").asText()).as(answer.toString()).isEqualTo("alive");
    }

    /** Version of the bundle that serves version 11; empty if none does. */
    String serving() {
        return server.facades().stream()
                .filter(facade -> facade.version() == 11 && facade.serving())
                .map(FacadeStatus::bundleVersion)
                .findFirst()
                .orElse("");
    }

    /** The latest exchange that the server tells of. */
    SwapStatus lastSwap() {
        List<SwapStatus> swaps = server.swaps();
        return swaps.get(swaps.size() - 1);
    }

    /** The latest exchange, as soon as it is this one: calls are answered by the successor before it is told of. */
    SwapStatus awaitSwap(SwapStatus.Kind kind, String from, String to) {
        await(kind + " from " + from + " to " + to)
                .atMost(SOON)
                .until(() -> swaps() > 0
                        && lastSwap().kind() == kind
                        && lastSwap().from().equals(from)
                        && lastSwap().to().equals(to));
        return lastSwap();
    }

    int swaps() {
        return server.swaps().size();
    }

    /** Bundles that would serve version 11. */
    List<Bundle> installed() {
        return Arrays.stream(bundleContext.getBundles())
                .filter(bundle -> ProvisionerVariants.BUNDLE.equals(bundle.getSymbolicName()))
                .toList();
    }
}
