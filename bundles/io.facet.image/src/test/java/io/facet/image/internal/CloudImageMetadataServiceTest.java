// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.image.api.ImageFilter;
import io.facet.image.api.ImageMetadata;
import io.facet.simplestreams.Limits;
import io.facet.store.testing.StoreRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class CloudImageMetadataServiceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final Instant START = Instant.parse("2026-11-22T12:00:00.123456Z");
    private static final ImageFilter ALL = new ImageFilter("", Set.of(), Set.of(), "", "", "");

    @Rule
    public final StoreRule store = new StoreRule();

    private final SettableClock clock = new SettableClock();
    private CloudImageMetadataServiceImpl service;

    @Before
    public void startService() {
        service = new CloudImageMetadataServiceImpl(
                store.store(), clock, ImageSettings.NO_DEFAULT_SOURCE, Limits.DEFAULT);
    }

    @Test
    public void savedMetadataIsFoundByRegion() {
        ImageMetadata east = new Image("ami-1").region("east").build();
        ImageMetadata west = new Image("ami-2").region("west").size(8).build();
        ImageMetadata west2 = new Image("ami-3").region("west").arch("arm64").build();
        save(west2, east, west);
        store.reopen();

        assertThat(find(MODEL, ALL)).isEqualTo(Map.of("east", List.of(east), "west", List.of(west, west2)));
        assertThat(find(OTHER, ALL)).isEmpty();
    }

    @Test
    public void eachMemberOfTheFilterFilters() {
        ImageMetadata plain = new Image("ami-1").build();
        ImageMetadata special = new Image("ami-2")
                .region("west").version("24.04").arch("arm64").stream("daily")
                        .virt("kvm")
                        .storage("ssd")
                        .build();
        save(plain, special);

        for (ImageFilter filter : List.of(
                new ImageFilter("west", Set.of(), Set.of(), "", "", ""),
                new ImageFilter("", Set.of("24.04", "20.04"), Set.of(), "", "", ""),
                new ImageFilter("", Set.of(), Set.of("arm64", "s390x"), "", "", ""),
                new ImageFilter("", Set.of(), Set.of(), "daily", "", ""),
                new ImageFilter("", Set.of(), Set.of(), "", "kvm", ""),
                new ImageFilter("", Set.of(), Set.of(), "", "", "ssd"),
                new ImageFilter("west", Set.of("24.04"), Set.of("arm64"), "daily", "kvm", "ssd"))) {
            assertThat(find(MODEL, filter)).isEqualTo(Map.of("west", List.of(special)));
        }
        assertThat(find(MODEL, new ImageFilter("east", Set.of("24.04"), Set.of(), "", "", "")))
                .isEmpty();
    }

    @Test
    public void sameKeyReplacesTheImageIdOnly() {
        save(new Image("ami-1").size(8).priority(10).build());
        save(new Image("ami-2")
                .size(9)
                .priority(20)
                .created(START.plusSeconds(1))
                .build());

        assertThat(find(MODEL, ALL))
                .isEqualTo(Map.of(
                        "east", List.of(new Image("ami-2").size(8).priority(10).build())));
    }

    @Test
    public void sameKeyTwiceInABatchIsRefused() {
        assertThatThrownBy(() -> save(
                        new Image("ami-1").build(),
                        new Image("ami-2").virt("kvm").build(),
                        new Image("ami-3").build()))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE))
                .hasMessage("cannot save cloud image metadata: duplicate metadata record for image id ami-3"
                        + " (key=\"released:east:22.04:amd64:::default\")");
        assertThat(find(MODEL, ALL)).isEmpty();
    }

    @Test
    public void allFailuresOfABatchAreReportedAndNothingIsSaved() {
        assertThatThrownBy(() -> save(
                        new Image("").version("").build(),
                        new Image("ami-0").build(),
                        new Image("dead-beaf")
                                .version("").stream("")
                                        .source("")
                                        .arch("")
                                        .region("")
                                        .build(),
                        new Image("ami-2").region("").arch("risc").build(),
                        new Image("ami-3").arch("risc").build()))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE))
                .hasMessage("image id is empty: invalid metadata\n"
                        + "missing version, stream, source, arch, region: invalid metadata for image dead-beaf\n"
                        + "missing region: invalid metadata for image ami-2\n"
                        + "unsupported architecture risc (should be any of [amd64 arm64 ppc64el s390x riscv64]):"
                        + " invalid metadata");
        assertThat(find(MODEL, ALL)).isEmpty();
    }

    @Test
    public void metadataExpiresAfterFiveMinutesUnlessItIsCustom() {
        ImageMetadata custom = new Image("ami-1").source("custom").build();
        ImageMetadata passing = new Image("ami-2").build();
        save(custom, passing);
        clock.now = START.plus(Duration.ofMinutes(5));
        assertThat(find(MODEL, ALL)).isEqualTo(Map.of("east", List.of(custom, passing)));
        clock.now = clock.now.plusMillis(1);
        assertThat(find(MODEL, ALL)).isEqualTo(Map.of("east", List.of(custom)));

        // Saving anything deletes what has expired, so that it does not come back when the clock is set back.
        save();
        clock.now = START;
        assertThat(find(MODEL, ALL).get("east")).hasSize(2);
        clock.now = START.plus(Duration.ofHours(1));
        ImageMetadata late = new Image("ami-3").virt("kvm").created(clock.now).build();
        save(late);
        clock.now = START;
        assertThat(find(MODEL, ALL)).isEqualTo(Map.of("east", List.of(custom, late)));
    }

    @Test
    public void expiredMetadataIsReplacedAsAWhole() {
        save(new Image("ami-1").priority(10).build());
        clock.now = START.plus(Duration.ofMinutes(6));
        ImageMetadata again = new Image("ami-2").priority(20).created(clock.now).build();
        save(again);

        assertThat(find(MODEL, ALL)).isEqualTo(Map.of("east", List.of(again)));
    }

    @Test
    public void metadataIsDeletedByImageId() {
        save(
                new Image("ami-1").build(),
                new Image("ami-1").virt("kvm").build(),
                new Image("ami-2").virt("hvm").build());
        delete("ami-1");
        delete("ami-9");

        assertThat(find(MODEL, ALL).get("east"))
                .extracting(ImageMetadata::imageId)
                .containsExactly("ami-2");
        assertThatThrownBy(() -> delete("")).hasMessage("image id is empty");
    }

    @Test
    public void modelIsMovedAndRemovedWhole() {
        save(new Image("ami-1").build());
        store.write(OTHER, tx -> {
            service.moveModel(tx, MODEL, OTHER);
            return null;
        });
        assertThat(find(MODEL, ALL)).isEmpty();
        assertThat(find(OTHER, ALL)).hasSize(1);
        store.write(OTHER, tx -> {
            service.removeModel(tx, OTHER);
            return null;
        });
        assertThat(find(OTHER, ALL)).isEmpty();
    }

    @Test
    public void findingCostsTheSameForOneAndForMany() {
        save(IntStream.range(0, 500)
                .mapToObj(number ->
                        new Image("ami-" + number).region("r" + number).build())
                .toArray(ImageMetadata[]::new));

        assertThat(store.statementsOf(
                        tx -> assertThat(service.findMetadata(tx, MODEL, ALL)).hasSize(500)))
                .isEqualTo(1);
    }

    private void save(ImageMetadata... metadata) {
        store.write(MODEL, tx -> {
            service.saveMetadata(tx, MODEL, List.of(metadata));
            return null;
        });
    }

    private void delete(String imageId) {
        store.write(MODEL, tx -> {
            service.deleteMetadata(tx, MODEL, imageId);
            return null;
        });
    }

    private Map<String, List<ImageMetadata>> find(String model, ImageFilter filter) {
        return store.read(tx -> service.findMetadata(tx, model, filter));
    }

    private static final class SettableClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }

    /** Builds metadata that differs from a plain one in what a test is about. */
    private static final class Image {
        private final String id;
        private String stream = "released";
        private String region = "east";
        private String version = "22.04";
        private String arch = "amd64";
        private String virt = "";
        private String storage = "";
        private String source = "default";
        private OptionalLong size = OptionalLong.empty();
        private int priority = 10;
        private Instant created = START;

        private Image(String id) {
            this.id = id;
        }

        private Image stream(String value) {
            stream = value;
            return this;
        }

        private Image region(String value) {
            region = value;
            return this;
        }

        private Image version(String value) {
            version = value;
            return this;
        }

        private Image arch(String value) {
            arch = value;
            return this;
        }

        private Image virt(String value) {
            virt = value;
            return this;
        }

        private Image storage(String value) {
            storage = value;
            return this;
        }

        private Image source(String value) {
            source = value;
            return this;
        }

        private Image size(long value) {
            size = OptionalLong.of(value);
            return this;
        }

        private Image priority(int value) {
            priority = value;
            return this;
        }

        private Image created(Instant value) {
            created = value;
            return this;
        }

        private ImageMetadata build() {
            return new ImageMetadata(id, stream, region, version, arch, virt, storage, size, source, priority, created);
        }
    }
}
