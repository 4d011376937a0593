// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AgentConfigTest {
    private static final String TEXT =
            """
            # format 2.0
            tag: machine-4
            datadir: /var/lib/juju
            controller: controller-11111111-2222-4333-8444-555555555555
            model: model-6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6
            apiaddresses:
            - 10.0.0.5:17070
            - '[fd00::5]:17070'
            apipassword: s3cret-AbCdEfGhIjKlMnOpQr
            nonce: machine-0:7d0c
            cacert: |
              -----BEGIN CERTIFICATE-----
              MIIB
              -----END CERTIFICATE-----
            values:
              AGENT_SERVICE_NAME: jujud-machine-4
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void fileOfAnAgentIsRead() throws IOException {
        Path file = folder.newFile("agent.conf").toPath();
        Files.writeString(file, TEXT);

        AgentConfig config = AgentConfig.read(file);

        assertThat(config.tag()).isEqualTo("machine-4");
        assertThat(config.modelUuid()).isEqualTo("6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6");
        assertThat(config.apiAddresses()).containsExactly("10.0.0.5:17070", "[fd00::5]:17070");
        assertThat(config.apiPassword()).isEqualTo("s3cret-AbCdEfGhIjKlMnOpQr");
        assertThat(config.nonce()).isEqualTo("machine-0:7d0c");
        assertThat(config.caCertificate()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    public void textsThatLookLikeNumbersStayAsWritten() {
        AgentConfig config =
                AgentConfig.parse(TEXT.replace("s3cret-AbCdEfGhIjKlMnOpQr", "001230000000000000000000000"));

        assertThat(config.apiPassword()).isEqualTo("001230000000000000000000000");
    }

    @Test
    public void missingKeyIsNamedTogetherWithTheFile() throws IOException {
        Path file = folder.newFile("agent.conf").toPath();
        Files.writeString(file, TEXT.replace("apipassword:", "password:"));

        assertThatThrownBy(() -> AgentConfig.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": \"apipassword\" is missing or empty");
        assertThatThrownBy(() -> AgentConfig.read(Path.of("/no/such.conf")))
                .isInstanceOf(IOException.class)
                .hasMessage("/no/such.conf: no such file");
    }

    @Test
    public void whatIsNotAnAgentConfIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> AgentConfig.parse("apipassword: [s3cret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not an agent.conf")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> AgentConfig.parse("")).hasMessageStartingWith("not an agent.conf");
        assertThatThrownBy(() -> AgentConfig.parse("null")).hasMessageStartingWith("not an agent.conf");
        assertThatThrownBy(() -> AgentConfig.parse("- a")).hasMessageStartingWith("not an agent.conf");
        assertThatThrownBy(() -> AgentConfig.parse(TEXT.replace("model-6f1c", "6f1c")))
                .hasMessageContaining("expected model-<uuid>");
    }

    @Test
    public void textFormsHideThePassword() {
        AgentConfig config = AgentConfig.parse(TEXT);

        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(Credentials.agent(config).toString()).doesNotContain("s3cret");
    }
}
