// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Test;

public class ValuesTest {

    @Test
    public void baseAlwaysHasARisk() {
        assertThat(Base.parse("ubuntu@22.04")).isEqualTo(new Base("ubuntu", "22.04/stable"));
        assertThat(Base.parse("ubuntu@24.04/edge")).hasToString("ubuntu@24.04/edge");
        assertThat(Base.parse("ubuntu@24.04/edge").track()).isEqualTo("24.04");
        assertThat(Base.parse("ubuntu@24.04/edge/fix").channel()).isEqualTo("24.04/edge/fix");
        assertThatThrownBy(() -> new Base("ubuntu", "a/b/c/d")).hasMessage("base \"ubuntu@a/b/c/d\" not valid");
    }

    @Test
    public void baseWithoutOneOfItsHalvesIsRefused() {
        for (String bad :
                List.of("", "ubuntu", "@22.04", "ubuntu@", "@", "ubuntu@/stable", "ubuntu@22.04/", "a@b@c", "a@1/b/")) {
            assertThatThrownBy(() -> Base.parse(bad))
                    .hasMessage("base \"" + bad + "\" (expected <os>@<channel>, such as ubuntu@22.04/stable) not valid")
                    .extracting("code")
                    .isEqualTo(ErrorCode.NOT_VALID);
        }
    }

    @Test
    public void versionsTravelThereAndBack() {
        for (String text : List.of("4.0-beta5", "4.0.1", "2.9.31.2", "4.0-rc1.7", "0.0.0")) {
            assertThat(AgentVersion.parse(text)).hasToString(text);
        }
        assertThat(AgentVersion.parse("4.0")).hasToString("4.0.0");
        assertThat(AgentVersion.parse("0.0.0")).isEqualTo(AgentVersion.ZERO);
    }

    @Test
    public void versionsAreOrderedAndPreReleasesComeFirst() {
        List<AgentVersion> ordered = Stream.of(
                        "2.9.31",
                        "2.9.31.2",
                        "2.9.32",
                        "4.0-alpha9",
                        "4.0-beta5",
                        "4.0-beta5.1",
                        "4.0-beta10",
                        "4.0-rc1",
                        "4.0.0",
                        "4.0.1")
                .map(AgentVersion::parse)
                .toList();

        assertThat(ordered.stream().sorted(Comparator.reverseOrder()).sorted()).isEqualTo(ordered);
    }

    @Test
    public void badVersionsAreRefused() {
        for (String bad : List.of(
                "",
                "4",
                "4.",
                "x",
                "4.0-",
                "4.0-beta",
                "4.0.1-beta1",
                "4.0.1.2.3",
                "4.0-Beta5",
                "-1.0.0",
                "9999999999.0.0")) {
            assertThatThrownBy(() -> AgentVersion.parse(bad))
                    .hasMessage("invalid version \"" + bad + "\"")
                    .extracting("code")
                    .isEqualTo(ErrorCode.NONE);
        }
    }

    @Test
    public void binaryVersionsTravelThereAndBack() {
        AgentBinaryVersion version = AgentBinaryVersion.parse("4.0-beta5-ubuntu-amd64");

        assertThat(version).isEqualTo(new AgentBinaryVersion(AgentVersion.parse("4.0-beta5"), "ubuntu", "amd64"));
        assertThat(version).hasToString("4.0-beta5-ubuntu-amd64");
        assertThat(AgentBinaryVersion.parse("2.9.31-jammy-s390x").arch()).isEqualTo("s390x");
    }

    @Test
    public void badBinaryVersionsAreRefused() {
        for (String bad :
                List.of("", "x", "4.0.1", "4.0.1-ubuntu", "4.0-beta5", "x-ubuntu-amd64", "4.0.1-Ubuntu-amd64")) {
            assertThatThrownBy(() -> AgentBinaryVersion.parse(bad))
                    .hasMessage("invalid binary version \"" + bad + "\"");
        }
    }

    @Test
    public void durationsTravelThereAndBackAsGoWritesThem() {
        Map<String, Duration> durations = new HashMap<>();
        durations.put("0s", Duration.ZERO);
        durations.put("1ns", Duration.ofNanos(1));
        durations.put("1.5µs", Duration.ofNanos(1500));
        durations.put("250ms", Duration.ofMillis(250));
        durations.put("1.000000001s", Duration.ofSeconds(1, 1));
        durations.put("2s", Duration.ofSeconds(2));
        durations.put("1m0s", Duration.ofMinutes(1));
        durations.put("15m0.5s", Duration.ofMillis(900_500));
        durations.put("24h0m0s", Duration.ofHours(24));
        durations.put("-1h0m1s", Duration.ofSeconds(-3601));
        durations.forEach((text, duration) -> {
            assertThat(GoDuration.parse(text)).isEqualTo(duration);
            assertThat(GoDuration.format(duration)).isEqualTo(text);
        });
        assertThat(GoDuration.parse("336h")).isEqualTo(Duration.ofDays(14));
        assertThat(GoDuration.parse("1.5h")).isEqualTo(Duration.ofMinutes(90));
        assertThat(GoDuration.parse("+.5s")).isEqualTo(Duration.ofMillis(500));
        assertThat(GoDuration.parse("0")).isEqualTo(Duration.ZERO);
    }

    @Test
    public void badDurationsAreRefused() {
        for (String bad : List.of("", "1", "s", "1d", "1 s", "1s ", ".s", "--1s", "9999999999h", "one")) {
            assertThatThrownBy(() -> GoDuration.parse(bad)).hasMessage("duration \"" + bad + "\" not valid");
        }
    }

    @Test
    public void livesAreThreeWords() {
        assertThat(Stream.of(Life.values()).map(Life::wire)).containsExactly("alive", "dying", "dead");
        assertThat(Life.parse("dying")).isEqualTo(Life.DYING);
        assertThatThrownBy(() -> Life.parse("Alive"))
                .hasMessage("life \"Alive\" (expected alive, dying or dead) not valid");
    }

    @Test
    public void codeComesFromTheCauseAndTextFromTheWholeChain() {
        FacetException inner = FacetException.notFound("machine 42");
        FacetException outer = inner.inContext("cannot get status").inContext("whole call");

        assertThat(outer).hasMessage("whole call: cannot get status: machine 42 not found");
        assertThat(outer.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(FacetException.permissionDenied().code().wire()).isEqualTo("unauthorized access");
        assertThat(FacetException.notProvisioned("machine 42")).hasMessage("machine 42 not provisioned");
    }

    @Test
    public void statusDataMayHoldNulls() {
        Map<String, Object> data = new HashMap<>();
        data.put("a", null);
        StatusInfo status = new StatusInfo("pending", "", data, Instant.EPOCH);
        data.put("b", 1);

        assertThat(status.data()).containsOnlyKeys("a");
        assertThat(status.sameAs(new StatusInfo("pending", "", status.data(), Instant.now())))
                .isTrue();
        assertThat(status.sameAs(new StatusInfo("pending", "", null, Instant.EPOCH)))
                .isFalse();
        assertThat(new StatusInfo("pending", "", null, Instant.EPOCH).data()).isEmpty();
    }
}
