// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class CloudInitUserDataTest {

    @Test
    public void nestedMapsHaveTextKeys() {
        assertThat(
                        CloudInitUserData.parse(
                                """
                        packages: [a, b]
                        write_files:
                          - path: /etc/x
                            5: five
                            true: yes
                        since: 2024-01-02
                        size: 3
                        """))
                .hasValue(Map.of(
                        "packages",
                        List.of("a", "b"),
                        "write_files",
                        List.of(Map.of("path", "/etc/x", "5", "five", "true", true)),
                        "since",
                        "2024-01-02",
                        "size",
                        3));
    }

    @Test
    public void whatIsNoMapIsLeftOut() {
        assertThat(CloudInitUserData.parse("")).isEmpty();
        assertThat(CloudInitUserData.parse(" \n")).isEmpty();
        assertThat(CloudInitUserData.parse("{}")).isEmpty();
        assertThat(CloudInitUserData.parse("- a")).isEmpty();
        assertThat(CloudInitUserData.parse("text")).isEmpty();
        assertThat(CloudInitUserData.parse("a: [")).isEmpty();
        assertThat(CloudInitUserData.parse("a: !!java.net.URL [\"http://x\"]")).isEmpty();
    }

    @Test
    public void aliasesThatUnfoldToTooMuchAreLeftOut() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 24; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(CloudInitUserData.parse(laughs.toString())).isEmpty();
        assertThat(CloudInitUserData.parse("a: &a [*a]")).isEmpty();
        assertThat(CloudInitUserData.parse("a: " + "[".repeat(300) + "]".repeat(300)))
                .isEmpty();
        assertThat(CloudInitUserData.parse("base: &b {x: 1}\nmore: {<<: *b, y: 2}"))
                .hasValue(Map.of("base", Map.of("x", 1), "more", Map.of("x", 1, "y", 2)));
    }
}
