// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class DemoOptionsTest {
    @Test
    public void everythingButTheFileHasADefault() {
        DemoOptions options = parse("--agent-conf", "agent.conf");

        assertThat(options.agentConf()).contains(Path.of("agent.conf"));
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(options.workers()).isEqualTo(8);
        assertThat(options.plain()).isFalse();
        assertThat(options.health()).isEmpty();
    }

    @Test
    public void valuesMayFollowAnEqualsSign() {
        DemoOptions options = parse("--agent-conf=a=b.conf", "--timeout-s=5", "--workers", "3", "--plain");

        assertThat(options.agentConf()).contains(Path.of("a=b.conf"));
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.plain()).isTrue();
    }

    @Test
    public void waitingForHealthNeedsNoAgentConf() {
        DemoOptions options = parse("--wait-health", "https://127.0.0.1:17070/health", "--ca", "insecure");

        assertThat(options.agentConf()).isEmpty();
        assertThat(options.health()).contains(URI.create("https://127.0.0.1:17070/health"));
        assertThat(options.ca()).contains("insecure");
    }

    @Test
    public void wrongArgumentsAreNamedWithWhatWasExpected() {
        refused("nothing to do without --agent-conf or --wait-health");
        refused("unknown argument --foo", "--foo");
        refused("--agent-conf needs a value", "--agent-conf");
        refused("--plain is given twice", "--plain", "--plain");
        refused("--timeout-s needs a whole number from 1 on, not \"0\"", "--timeout-s", "0");
        refused("--workers needs a whole number from 1 to 256, not \"many\"", "--workers", "many");
        refused(
                "--health needs an https URL, such as https://localhost:17070/health, not \"http://x/\"",
                "--health",
                "http://x/");
        refused(
                "--wait-health needs --ca, or --agent-conf to take the certificate from",
                "--wait-health",
                "https://x/health");
    }

    @Test
    public void helpIsPossibleWithoutAnythingElse() {
        assertThat(parse("--help").help()).isTrue();
        assertThat(DemoOptions.HELP).contains("--agent-conf", "--health", "--wait-health", "--ca", "--timeout-s");
    }

    private static DemoOptions parse(String... arguments) {
        return DemoOptions.parse(List.of(arguments));
    }

    private static void refused(String message, String... arguments) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
