// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

/** Manifest headers. */
public class HeaderClauseTest {

    @Test
    public void attributesAreReadWithoutTypesQuotesAndDirectives() {
        assertThat(HeaderClause.parse("io.facet.facade;facade.name=Provisioner;facade.version:Long=11 ,"
                        + " osgi.service;objectClass:List<String>=\"a.B,c.D\";uses:=\"a,c\";text=\"x\\\"y;z\""))
                .satisfiesExactly(
                        facade -> {
                            assertThat(facade.name()).isEqualTo("io.facet.facade");
                            assertThat(facade.attributes())
                                    .containsEntry("facade.name", "Provisioner")
                                    .containsEntry("facade.version", "11");
                        },
                        service -> {
                            assertThat(service.name()).isEqualTo("osgi.service");
                            assertThat(service.attributes())
                                    .containsOnlyKeys("objectClass", "text")
                                    .containsEntry("objectClass", "a.B,c.D")
                                    .containsEntry("text", "x\"y;z");
                        });
        assertThat(HeaderClause.parse("")).isEmpty();
        assertThat(HeaderClause.parse("a.b;singleton:=true"))
                .singleElement()
                .satisfies(clause -> assertThat(clause.name()).isEqualTo("a.b"));
    }

    @Test
    public void packagesAreNamedWithTheirVersions() {
        assertThat(Platform.packageOf("(osgi.wiring.package=a.b)")).isEqualTo("a.b");
        assertThat(Platform.packageOf("(&(osgi.wiring.package=a.b)(version>=1.0.0))"))
                .isEqualTo("a.b 1.0.0 or later");
        assertThat(Platform.packageOf("(&(osgi.wiring.package=a.b)(version>=1.0.0)(!(version>=2.0.0)))"))
                .isEqualTo("a.b [1.0.0,2.0.0)");
    }

    @Test
    public void lastCauseOfATraceIsQuoted() {
        assertThat(Components.rootCause("a.Outer: one\n\tat x\nCaused by: b.Inner: two\n\t... 3 more\n"))
                .isEqualTo("b.Inner: two");
        assertThat(Components.rootCause(null)).isEqualTo("see the log");
    }
}
