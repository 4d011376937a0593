// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.CONTROLLER;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Life;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.simplestreams.testing.StreamsMirror;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Images that are not stored, looked for on a mirror while ProvisioningInfo waits (provisioning-info.md 7.2). */
public class ImageSearchTest {

    private static final String INDEX =
            """
            {"format":"index:1.0","index":{"images":{"format":"products:1.0","datatype":"image-ids",
             "clouds":[{"region":"eu","endpoint":"https://eu"},{"region":"west","endpoint":"https://west"}],
             "path":"streams/v1/images.json",
             "products":["com.ubuntu.cloud:server:22.04:amd64","com.ubuntu.cloud:server:22.04:arm64"]}}}
            """;
    private static final String PRODUCTS =
            """
            {"format":"products:1.0","products":{
             "com.ubuntu.cloud:server:22.04:amd64":{"version":"22.04","arch":"amd64","versions":{
              "1":{"items":{"a":{"id":"eu-amd64","region":"eu","virt":"kvm","root_store":"ssd"}}}}},
             "com.ubuntu.cloud:server:22.04:arm64":{"version":"22.04","arch":"arm64","versions":{
              "1":{"items":{"a":{"id":"eu-arm64","region":"eu"}}}}}}}
            """;

    @Rule
    public final StreamsMirror mirror = new StreamsMirror();

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Before
    public void liveInARegion() {
        cloud("openstack", "eu", "https://eu");
        facade.config(Map.of("image-metadata-url", mirror.url()));
        facade.machine("0", Life.ALIVE, "arch=amd64", false);
    }

    private void cloud(String type, String region, String endpoint) {
        facade.write(tx -> {
            facade.clouds.setCloud(tx, MODEL, new CloudSpec("cloud", type, region, endpoint));
            return null;
        });
    }

    private void publish(String products) {
        mirror.file("index2.json", INDEX).file("images.json", products);
    }

    private JsonNode infos(String... tags) {
        return facade.call("ProvisioningInfo", entities(tags)).get("results");
    }

    private JsonNode images(String tag) {
        JsonNode result = infos(tag).get(0);
        assertThat(result.has("error")).as(result.toString()).isFalse();
        return result.get("result").path("image-metadata");
    }

    private static List<String> ids(JsonNode images) {
        return images.findValuesAsText("image-id");
    }

    private List<ImageMetadata> stored() {
        return facade
                .read(tx -> facade.images.findMetadata(tx, MODEL, new ImageFilter("", Set.of(), Set.of(), "", "", "")))
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private void store(String id, String region, int priority) {
        facade.write(tx -> {
            facade.images.saveMetadata(
                    tx,
                    MODEL,
                    List.of(new ImageMetadata(
                            id,
                            "released",
                            region,
                            "22.04",
                            "amd64",
                            "",
                            "",
                            OptionalLong.empty(),
                            "custom",
                            priority,
                            Instant.now())));
            return null;
        });
    }

    @Test
    public void publishedImagesAreFoundSavedAndTold() {
        publish(PRODUCTS);
        JsonNode images = images("machine-0");
        assertThat(images).hasSize(1);
        Map.of(
                        "image-id", "eu-amd64",
                        "stream", "released",
                        "region", "eu",
                        "version", "22.04",
                        "arch", "amd64",
                        "virt-type", "kvm",
                        "root-storage-type", "ssd",
                        "source", "image-metadata-url",
                        "priority", "20")
                .forEach((key, value) ->
                        assertThat(images.get(0).path(key).asText()).as(key).isEqualTo(value));
        assertThat(stored()).extracting(ImageMetadata::imageId).containsExactly("eu-amd64");
        mirror.status("index2.json", 500);
        assertThat(ids(images("machine-0"))).containsExactly("eu-amd64");
    }

    @Test
    public void storedImagesAreUsedWithoutAskingAnySource() {
        store("mine", "eu", 50);
        store("elsewhere", "west", 50);
        assertThat(ids(images("machine-0"))).containsExactly("mine");
        assertThat(mirror.requests()).isEmpty();
    }

    @Test
    public void mostImportantImageIsLast() {
        store("mine", "eu", 50);
        facade.machine("1", Life.ALIVE, "", false);
        publish(PRODUCTS);
        facade.write(tx -> {
            facade.images.deleteMetadata(tx, MODEL, "mine");
            return null;
        });
        images("machine-0");
        store("mine", "eu", 50);
        assertThat(ids(images("machine-1"))).containsExactly("eu-amd64", "mine");
    }

    @Test
    public void mirrorWithoutSuchImagesLeavesThemOut() {
        assertThat(images("machine-0").isMissingNode()).isTrue();
        publish(PRODUCTS.replace("22.04", "20.04"));
        assertThat(images("machine-0").isMissingNode()).isTrue();
    }

    @Test
    public void itemWithoutARegionSpoilsItsBatch() {
        cloud("lxd", "", "");
        publish(PRODUCTS.replace(",\"region\":\"eu\",\"virt\"", ",\"virt\""));
        assertThat(images("machine-0").isMissingNode()).isTrue();
        assertThat(stored()).isEmpty();
    }

    @Test
    public void failedSearchIsTheErrorOfItsMachinesOnly() {
        publish(PRODUCTS);
        mirror.file("images.json", "nonsense");
        facade.machine("1", Life.ALIVE, "root-disk-source=7x", false);
        facade.machine("2", Life.ALIVE, "spaces=ghost arch=arm64", false);
        store("mine", "eu", 50);
        JsonNode results = infos("machine-0", "machine-1", "machine-2");

        assertThat(results.get(0).has("error")).isFalse();
        assertJson(
                results.get(1),
                "{'result':null,'error':" + error("cannot load storage pool: pool name \"7x\" not valid", "not valid")
                        + "}");
        assertJson(
                results.get(2),
                "{'result':null,'error':"
                        + error(
                                "cannot get available image metadata: failed getting published images metadata from"
                                        + " image-metadata-url: cannot unmarshal JSON metadata at URL \"" + mirror.url()
                                        + "/streams/v1/images.json\"",
                                "")
                        + "}");
    }

    @Test
    public void regionalCloudWithoutARegionCannotBeSearched() {
        cloud("openstack", "", "");
        assertJson(
                infos("machine-0").get(0).get("error"),
                error(
                        "cannot get available image metadata: could not construct image constraint: getting provider"
                                + " region information (cloud spec): region of cloud \"cloud\" not found",
                        "not found"));
        assertThat(mirror.requests()).isEmpty();
    }

    @Test
    public void slowMirrorHoldsNoTransactionAndDelaysOnlyTheCallsThatNeedIt() {
        CountDownLatch held = new CountDownLatch(1);
        mirror.held("index2.json", INDEX, held).file("images.json", PRODUCTS);
        List<CompletableFuture<byte[]>> waiting = IntStream.range(0, 50)
                .mapToObj(i -> facade.facade()
                        .call(
                                facade.context(CONTROLLER),
                                "ProvisioningInfo",
                                "{\"entities\":[{\"tag\":\"machine-0\"}]}".getBytes(UTF_8))
                        .toCompletableFuture())
                .toList();

        facade.config(Map.of("resource-tags", "written=meanwhile"));
        assertThat(facade.call("Life", entities("machine-0")).findValuesAsText("life"))
                .containsExactly("alive");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        held.countDown();
        assertThat(waiting)
                .allSatisfy(each -> assertThat(new String(each.join(), UTF_8)).contains("eu-amd64", "meanwhile"));
        assertThat(mirror.requestsFor("index2.json")).isEqualTo(1);
    }

    @Test
    public void fiveHundredMachinesAskForEachKindOfImageOnce() {
        publish(PRODUCTS);
        String[] tags = IntStream.range(1, 501).mapToObj(i -> "machine-" + i).toArray(String[]::new);
        IntStream.range(1, 501)
                .forEach(i -> facade.machine(
                        Integer.toString(i), Life.ALIVE, i % 2 == 0 ? "arch=amd64" : "arch=arm64", false));
        facade.store.resetStatementCount();
        JsonNode results = infos(tags);

        assertThat(results).hasSize(500).allSatisfy(result -> assertThat(result.at("/result/image-metadata"))
                .hasSize(1));
        // Twice what is read, and the images saved.
        assertThat(facade.store.statementCount()).isLessThan(80);
        assertThat(mirror.requests()).hasSize(2);
    }
}
