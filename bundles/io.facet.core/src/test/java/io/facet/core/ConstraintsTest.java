// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.Constraints.Key;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class ConstraintsTest {

    @Test
    public void textTravelsThereAndBack() {
        String text = "arch=amd64 container=lxd cores=4 cpu-power=100 mem=8192M root-disk=10240M root-disk-source=pool"
                + " tags=a,b instance-role=role instance-type=m5.large spaces=db,^dmz virt-type=kvm zones=z1,z2"
                + " allocate-public-ip=false image-id=ubuntu-bf2";
        Constraints all = ConstraintsText.parse(text);

        assertThat(all.values()).hasSize(Key.values().length);
        assertThat(all).hasToString(text);
        assertThat(ConstraintsText.parse(all.toString())).isEqualTo(all);
    }

    @Test
    public void anyConstraintsTravelAsTextThereAndBack() {
        Random random = new Random(4711);
        for (int i = 0; i < 2_000; i++) {
            Map<Constraints.Key, Object> values = new EnumMap<>(Constraints.Key.class);
            for (Constraints.Key key : Constraints.Key.values()) {
                if (random.nextBoolean()) {
                    values.put(key, anyValue(key, random));
                }
            }
            Constraints constraints = Constraints.of(values);
            assertThat(ConstraintsText.parse(constraints.toString()))
                    .as(constraints.toString())
                    .isEqualTo(constraints);
        }
    }

    private static Object anyValue(Constraints.Key key, Random random) {
        return switch (key.type()) {
            case NUMBER, SIZE -> random.nextInt(4) == 0 ? 0L : random.nextLong();
            case FLAG -> random.nextBoolean();
            case LIST ->
                random.ints(random.nextInt(4), 0, 100)
                        .mapToObj(number -> (random.nextBoolean() ? "^" : "") + "name-" + number)
                        .toList();
            case TEXT ->
                switch (key) {
                    case ARCH -> random.nextBoolean() ? "arm64" : "";
                    case CONTAINER -> random.nextBoolean() ? "lxd" : "";
                    default -> random.nextInt(4) == 0 ? "" : "a b=" + random.nextInt(1000);
                };
        };
    }

    @Test
    public void sizesTakeSuffixesAndRoundUp() {
        assertThat(mem("8")).isEqualTo(8);
        assertThat(mem("8M")).isEqualTo(8);
        assertThat(mem("8G")).isEqualTo(8192);
        assertThat(mem("2T")).isEqualTo(2L << 20);
        assertThat(mem("1P")).isEqualTo(1L << 30);
        assertThat(mem("1.5G")).isEqualTo(1536);
        assertThat(mem("0.1")).isEqualTo(1);
        assertThat(mem(".5G")).isEqualTo(512);
        assertThat(mem("18446744073709551615")).isEqualTo(-1);
    }

    @Test
    public void emptyIsNotAbsent() {
        Constraints empty = ConstraintsText.parse("mem= cores= tags= arch= instance-type= container=");

        assertThat(empty.values())
                .containsEntry(Key.MEM, 0L)
                .containsEntry(Key.CORES, 0L)
                .containsEntry(Key.TAGS, List.of())
                .containsEntry(Key.ARCH, "")
                .doesNotContainKey(Key.ZONES);
        assertThat(empty)
                .hasToString("arch= container= cores= mem= tags= instance-type=")
                .isNotEqualTo(Constraints.NONE);
        assertThat(empty.text(Key.ARCH)).isEmpty();
        assertThat(empty.list(Key.TAGS)).isEmpty();
        assertThat(Constraints.NONE).hasToString("");
        assertThat(ConstraintsText.parse("  ")).isEqualTo(Constraints.NONE);
    }

    @Test
    public void blanksInsideValuesAreEscaped() {
        Constraints parsed = ConstraintsText.parse("instance-type=big\\ one tags=a\\ b,c");

        assertThat(parsed.text(Key.INSTANCE_TYPE)).contains("big one");
        assertThat(parsed.list(Key.TAGS)).containsExactly("a b", "c");
        assertThat(ConstraintsText.parse(parsed.toString())).isEqualTo(parsed);
    }

    @Test
    public void coresHaveAnAliasInText() {
        assertThat(ConstraintsText.parse("cpu-cores=4")).isEqualTo(ConstraintsText.parse("cores=4"));
        assertRefused("cores=4 cpu-cores=4", "bad \"cpu-cores\" constraint: already set");
    }

    @Test
    public void refusalsHaveTheTextsOfTheContract() {
        assertRefused("x", "malformed constraint \"x\"");
        assertRefused("=", "malformed constraint \"=\"");
        assertRefused("=x", "malformed constraint \"=x\"");
        assertRefused("x=1", "unknown constraint \"x\"");
        assertRefused("mem=1G mem=1G", "bad \"mem\" constraint: already set");
        assertRefused("cores=-1", "bad \"cores\" constraint: must be a non-negative integer");
        assertRefused("cores=1.5", "bad \"cores\" constraint: must be a non-negative integer");
        assertRefused("cores=+1", "bad \"cores\" constraint: must be a non-negative integer");
        assertRefused("cores=\u0661", "bad \"cores\" constraint: must be a non-negative integer");
        assertRefused("cpu-power=x", "bad \"cpu-power\" constraint: must be a non-negative integer");
        assertRefused("cores=18446744073709551616", "bad \"cores\" constraint: must be a non-negative integer");
        for (String size : List.of("x", "-1", "1K", "1GB", "1e3", "1.G", "99999999999P")) {
            assertRefused(
                    "mem=" + size, "bad \"mem\" constraint: must be a non-negative float with optional M/G/T/P suffix");
        }
        assertRefused(
                "root-disk=x",
                "bad \"root-disk\" constraint: must be a non-negative float with optional M/G/T/P suffix");
        assertRefused("allocate-public-ip=yes", "bad \"allocate-public-ip\" constraint: must be 'true' or 'false'");
        assertRefused("arch=z80", "bad \"arch\" constraint: \"z80\" not recognized");
        assertRefused("container=docker", "bad \"container\" constraint: \"docker\" not recognized");
        assertRefused("spaces=a/b", "bad \"spaces\" constraint: \"a/b\" is not a valid space name");
        assertRefused("spaces=ok,^A", "bad \"spaces\" constraint: \"A\" is not a valid space name");
        assertRefused("spaces=a--b", "bad \"spaces\" constraint: \"a--b\" is not a valid space name");
    }

    @Test
    public void spacesAreIncludedOrExcluded() {
        Constraints parsed = ConstraintsText.parse("spaces=db,^dmz,internal,^x");

        assertThat(parsed.includedSpaces()).containsExactly("db", "internal");
        assertThat(parsed.excludedSpaces()).containsExactly("dmz", "x");
    }

    @Test
    public void fallbackFillsOnlyWhatIsUnset() {
        Constraints merged =
                ConstraintsText.parse("mem= arch=arm64").withFallback(ConstraintsText.parse("mem=8G cores=2"));

        assertThat(merged).isEqualTo(ConstraintsText.parse("arch=arm64 cores=2 mem="));
    }

    @Test
    public void valuesOfTheWrongJavaTypeAreRefused() {
        assertThatThrownBy(() -> Constraints.of(Map.of(Key.MEM, "8G"))).hasMessage("constraint mem cannot hold 8G");
        assertThatThrownBy(() -> Constraints.of(Map.of(Key.TAGS, List.of(1))))
                .hasMessage("constraint tags cannot hold [1]");
    }

    private static long mem(String text) {
        return (Long) ConstraintsText.parse("mem=" + text).values().get(Key.MEM);
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> ConstraintsText.parse(text))
                .isInstanceOf(FacetException.class)
                .hasMessage(message)
                .extracting("code")
                .isEqualTo(ErrorCode.NONE);
    }
}
