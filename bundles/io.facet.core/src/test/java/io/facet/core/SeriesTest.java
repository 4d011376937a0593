// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class SeriesTest {

    @Test
    public void ubuntuIsKnownByItsNick() {
        assertThat(Series.of(Base.parse("ubuntu@22.04/stable")).map(Series::name))
                .hasValue("jammy");
        assertThat(Series.of("ubuntu", "24.04").map(Series::name)).hasValue("noble");
        assertThat(Series.named("bionic")).hasValue(new Series("bionic", "ubuntu", "18.04"));
    }

    @Test
    public void otherSystemsAreNamedWithTheirVersion() {
        assertThat(Series.of(Base.parse("centos@9/stable")).map(Series::name)).hasValue("centos9");
        assertThat(Series.named("centos7")).hasValue(new Series("centos7", "centos", "7"));
        assertThat(Series.named("opensuse42").map(Series::os)).hasValue("opensuse");
        assertThat(Series.of("genericlinux", "genericlinux")).isEqualTo(Series.named("genericlinux"));
    }

    @Test
    public void everyNameLeadsBackToItsSystem() {
        for (String name : new String[] {"precise", "xenial", "focal", "jammy", "noble", "centos8"}) {
            Series series = Series.named(name).orElseThrow();
            assertThat(Series.of(series.os(), series.track())).hasValue(series);
            assertThat(series).hasToString(name);
        }
    }

    @Test
    public void whatHasNoSeriesHasNone() {
        assertThat(Series.of("ubuntu", "99.04")).isEmpty();
        assertThat(Series.of("plan9", "4")).isEmpty();
        assertThat(Series.named("jammyx")).isEmpty();
        assertThat(Series.named("centos")).isEmpty();
        assertThat(Series.named("")).isEmpty();
    }
}
