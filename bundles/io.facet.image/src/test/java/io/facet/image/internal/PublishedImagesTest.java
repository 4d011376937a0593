// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.image.api.ImageMetadata;
import io.facet.image.api.ImageSearch;
import io.facet.simplestreams.Limits;
import io.facet.simplestreams.testing.SigningKey;
import io.facet.simplestreams.testing.StreamsMirror;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PublishedImagesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey KEY = new SigningKey();
    private static final String INDEX =
            """
            {"format":"index:1.0","index":{"images":{"format":"products:1.0","datatype":"image-ids",
             "clouds":[{"region":"East","endpoint":"https://east"},{"region":"west","endpoint":"https://west"}],
             "path":"streams/v1/images.json",
             "products":["com.ubuntu.cloud:server:22.04:amd64","com.ubuntu.cloud.daily:server:22.04:amd64"]}}}
            """;
    private static final String PRODUCTS =
            """
            {"format":"products:1.0","products":{
             "com.ubuntu.cloud:server:22.04:amd64":{"version":"22.04","arch":"amd64","virt":"kvm","versions":{
              "20240101":{"items":{"a":{"id":"old-east","region":"East"},"b":{"id":"old-west","region":"west"},
               "c":{"id":"ssd-west","region":"west","root_store":"ssd"}}},
              "20240202":{"items":{"a":{"id":"new-east","region":"East"},"b":{"id":"new-west","region":"west"}}}}},
             "com.ubuntu.cloud.daily:server:22.04:amd64":{"version":"22.04","arch":"amd64","region":"West","versions":{
              "1":{"items":{"a":{"id":"daily"}}}}}}}
            """;

    @Rule
    public final StreamsMirror mirror = new StreamsMirror();

    @Rule
    public final StreamsMirror ubuntu = new StreamsMirror();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final PublishedImages published =
            new PublishedImages(Clock.fixed(NOW, ZoneOffset.UTC), Limits.DEFAULT.withRetryDelay(Duration.ofMillis(1)));

    @After
    public void close() {
        published.close();
    }

    private ImageSettings settings() {
        return new ImageSettings(KEY.trusted(), ubuntu.url(), KEY.trusted());
    }

    private ImageSearch search(String region) {
        return search("released", region, true);
    }

    private ImageSearch search(String stream, String region, boolean withDefaults) {
        return new ImageSearch(
                "22.04",
                Set.of("amd64", "arm64"),
                stream,
                region,
                region.isEmpty() ? "" : "https://" + region.toLowerCase(Locale.ROOT),
                mirror.url(),
                withDefaults);
    }

    private List<ImageMetadata> find(ImageSearch search) {
        return published.find(search, settings()).toCompletableFuture().join();
    }

    private FacetException failure(ImageSearch search) {
        try {
            return FacetException.uncoded("no failure: " + find(search));
        } catch (CompletionException e) {
            return (FacetException) e.getCause();
        }
    }

    private void publish() {
        mirror.file("index.json", INDEX).file("images.json", PRODUCTS);
    }

    private void publishAtUbuntu(String folder) {
        ubuntu.rootFile(
                "/" + folder + "/streams/v1/index.sjson",
                KEY.sign(INDEX.replace(".json", ".sjson")).getBytes());
        ubuntu.rootFile(
                "/" + folder + "/streams/v1/images.sjson",
                KEY.sign(PRODUCTS.replace("new-", "ubuntu-")).getBytes());
    }

    @Test
    public void newestImageOfEachKindInTheRegionIsFoundWithItsSource() {
        publish();
        assertThat(find(search("west")))
                .containsExactly(image("new-west", "west", ""), image("ssd-west", "west", "ssd"));
    }

    private static ImageMetadata image(String id, String region, String storage) {
        return new ImageMetadata(
                id,
                "released",
                region,
                "22.04",
                "amd64",
                "kvm",
                storage,
                OptionalLong.empty(),
                "image-metadata-url",
                20,
                NOW);
    }

    @Test
    public void regionSelectsTheIndexInAnyCaseButTheImagesAsItIsWritten() {
        publish();
        assertThat(find(search("East"))).extracting(ImageMetadata::imageId).containsExactly("new-east");
        assertThat(find(search("east"))).isEmpty();
    }

    @Test
    public void withoutARegionTheImagesOfAllAreFound() {
        publish();
        assertThat(find(search("")))
                .extracting(ImageMetadata::imageId)
                .containsExactly("new-east", "new-west", "ssd-west");
    }

    @Test
    public void otherStreamsHaveOtherProductsAndAnotherPlaceInTheDefaultSource() {
        publishAtUbuntu("daily");
        assertThat(find(search("daily", "", true)))
                .extracting(ImageMetadata::imageId, ImageMetadata::stream, ImageMetadata::source)
                .containsExactly(tuple("daily", "daily", "default ubuntu cloud images"));
    }

    @Test
    public void allSourcesAreGatheredEachWithItsPriority() {
        publish();
        publishAtUbuntu("releases");
        assertThat(find(search("East")))
                .extracting(ImageMetadata::imageId, ImageMetadata::source, ImageMetadata::priority)
                .containsExactly(
                        tuple("new-east", "image-metadata-url", 20),
                        tuple("ubuntu-east", "default ubuntu cloud images", 10));
        assertThat(find(search("released", "East", false))).hasSize(1);
    }

    @Test
    public void sourceThatHasNothingGivesWayToTheNext() {
        mirror.status("index2.sjson", 401);
        publishAtUbuntu("releases");
        assertThat(find(search("East"))).extracting(ImageMetadata::imageId).containsExactly("ubuntu-east");
    }

    @Test
    public void otherFailureEndsTheSearch() {
        mirror.status("index2.json", 500);
        publishAtUbuntu("releases");
        assertThat(failure(search("East")))
                .hasMessage("failed getting published images metadata from image-metadata-url: cannot access URL \""
                        + mirror.url() + "/streams/v1/index2.json\": status 500");
        assertThat(ubuntu.requests()).isEmpty();
    }

    @Test
    public void unsignedDefaultSourceHasNothing() {
        ubuntu.rootFile("/releases/streams/v1/index.json", INDEX.getBytes());
        ubuntu.rootFile("/releases/streams/v1/images.json", PRODUCTS.getBytes());
        assertThat(find(search(""))).isEmpty();
    }

    @Test
    public void withoutAKeyTheDefaultSourceIsNotAsked() {
        publishAtUbuntu("releases");
        assertThat(published
                        .find(search(""), ImageSettings.NO_DEFAULT_SOURCE)
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(ubuntu.requests()).isEmpty();
    }

    @Test
    public void callersOfTheSameSearchShareItAndTooManyAreRefused() {
        CountDownLatch held = new CountDownLatch(1);
        mirror.held("index2.json", INDEX, held).file("images.json", PRODUCTS);
        List<CompletableFuture<List<ImageMetadata>>> waiting = IntStream.range(0, 500)
                .mapToObj(i -> published.find(search("west"), settings()).toCompletableFuture())
                .toList();
        FacetException refusal = failure(search("west"));
        assertThat(refusal).hasMessageContaining("try again");
        assertThat(refusal.code()).isEqualTo(ErrorCode.TRY_AGAIN);
        held.countDown();
        assertThat(waiting).allSatisfy(each -> assertThat(each.join()).hasSize(2));
        assertThat(find(search("west"))).hasSize(2);
        assertThat(mirror.requestsFor("images.json")).isEqualTo(1);
    }

    @Test
    public void closedServiceAsksToTryAgain() {
        published.close();
        assertThat(failure(search("west")).code()).isEqualTo(ErrorCode.TRY_AGAIN);
    }

    @Test
    public void keysAreReadFromFilesAndBadOnesAreLeftOut() throws IOException {
        Path key = folder.newFile("key.asc").toPath();
        Files.writeString(key, KEY.publicKey());
        Path bad = folder.newFile("bad.asc").toPath();
        assertThat(ImageSettings.of(config("/no/such/file", key.toString())))
                .extracting(settings -> settings.operatorKeys().isEmpty(), settings -> settings.defaultKeys()
                        .isEmpty())
                .containsExactly(true, false);
        assertThat(ImageSettings.of(config(bad.toString(), "/no/such/file"))
                        .operatorKeys()
                        .isEmpty())
                .isTrue();
        assertThat(ImageSettings.of(config(key.toString(), "")).defaultKeys().isEmpty())
                .isTrue();
    }

    private static ImageConfig config(String operatorKey, String defaultKey) {
        return new ImageConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return ImageConfig.class;
            }

            @Override
            public String public_key_file() {
                return operatorKey;
            }

            @Override
            public String default_source_url() {
                return "http://127.0.0.1:1";
            }

            @Override
            public String default_source_key_file() {
                return defaultKey;
            }
        };
    }
}
