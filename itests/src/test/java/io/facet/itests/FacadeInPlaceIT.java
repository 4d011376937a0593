// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.apiserver.api.SwapStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** A facade is exchanged by what the container itself offers for it, without the upgrade commands. */
public class FacadeInPlaceIT extends ExchangeTestSupport {

    @Test
    public void newerJarInTheDeployFolderServesWhileItIsThere() throws Exception {
        String before = serving();
        String version = nextVersion();
        Path deployed = home().resolve("deploy").resolve("facade-" + version + ".jar");

        Files.move(write(variants().stamped(version)), deployed, StandardCopyOption.ATOMIC_MOVE);
        try {
            await("an answer of the deployed bundle").atMost(SOON).until(() -> answeringVersion()
                    .equals(version));
            assertThat(installed()).hasSize(2);
            assertSideBySide(before, version);
        } finally {
            Files.delete(deployed);
        }
        await("an answer of the bundle before").atMost(SOON).until(() -> !answeringVersion()
                .equals(version));
        assertThat(serving()).isEqualTo(before);
        assertSideBySide(version, before);
        await("the removal of the deployed bundle")
                .atMost(SOON)
                .until(() -> installed().size() == 1);
    }

    private void assertSideBySide(String from, String to) {
        SwapStatus swap = awaitSwap(SwapStatus.Kind.SIDE_BY_SIDE, from, to);
        assertThat(swap.gap()).isZero();
        assertThat(swap.parked()).isZero();
    }

    @Test
    public void callInTheGapOfAnUpdateIsAnsweredAfterIt() throws Exception {
        String before = serving();
        String version = nextVersion();
        Bundle bundle = installed().get(0);
        long swaps = jmxCount("Done", "IN_PLACE");
        long parked = (Long) jmx("ParkedCalls");
        Path jar = write(variants().gated(version));

        CompletableFuture<String> update = inBackground("bundle:update " + bundle.getBundleId() + " " + jar.toUri());
        await("the gap").atMost(SOON).until(() -> serving().isEmpty());
        CompletionStage<JsonNode> call = life();
        // Requests are read in order: once this one is answered, the other one waits.
        ApiSupport.await(ping());
        assertThat(call.toCompletableFuture()).isNotDone();
        openGate();

        assertAlive(ApiSupport.await(call));
        ApiSupport.await(update);
        assertThat(serving()).isEqualTo(version);
        assertInPlace(before, version, 1);
        assertThat(shell("facet:swap-list --no-format")).contains("in-place\t" + SUBJECT + "\t" + before);
        assertThat(jmxCount("Done", "IN_PLACE")).isEqualTo(swaps + 1);
        assertThat((Long) jmx("ParkedCalls")).isEqualTo(parked + 1);
        assertThat(jmxCount("LongestGapMillis", "IN_PLACE")).isPositive();
    }

    @Test
    public void callsDuringARefreshAreAnswered() throws Exception {
        String version = serving();
        int swaps = swaps();

        CompletableFuture<String> refresh =
                inBackground("bundle:refresh " + installed().get(0).getBundleId());
        // Whenever the gap is, some of these calls come before it, some after, and some perhaps within.
        await("the refresh").atMost(SOON).until(() -> {
            assertAlive(ApiSupport.await(life()));
            return swaps() > swaps;
        });
        ApiSupport.await(refresh);
        assertAlive(ApiSupport.await(life()));
        assertInPlace(version, version, lastSwap().parked());
    }

    private void assertInPlace(String from, String to, int parked) {
        SwapStatus swap = awaitSwap(SwapStatus.Kind.IN_PLACE, from, to);
        assertThat(swap.gap()).isPositive();
        assertThat(swap.parked()).isEqualTo(parked);
        assertThat(swap.outcome()).isEqualTo(SwapStatus.DONE);
    }

    private static Object jmx(String attribute) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return server.getAttribute(new ObjectName("io.facet:type=Swaps"), attribute);
    }

    /** From a map, which JMX shows as a table of key and value; 0 if it has no such key. */
    private static long jmxCount(String attribute, String key) throws Exception {
        TabularData table = (TabularData) jmx(attribute);
        Object[] index = {key};
        return table.containsKey(index) ? (Long) table.get(index).get("value") : 0;
    }
}
