// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.Test;

public class PasswordsTest {

    @Test
    public void agentHashIsThatOfTheContract() {
        assertThat(AgentPasswords.hash("AbCdEfGhIjKlMnOpQrStUvWx")).isEqualTo("jB97b+xXhJ9YNXGx5kp7xHvl");
    }

    @Test
    public void userHashIsThatOfTheContract() {
        assertThat(UserPasswords.hash("topsecretpassword", "xVwuRk5pzUg")).isEqualTo("TEJvoj03UpTREYTUVs+KmOTv");
    }

    @Test
    public void shortAgentPasswordIsRefused() {
        assertThatThrownBy(() -> AgentPasswords.checkLength("short"))
                .hasMessage("password is only 5 bytes long, and is not a valid Agent password");
        assertThatThrownBy(() -> AgentPasswords.checkLength("x".repeat(23))).hasMessageContaining("only 23 bytes");
        AgentPasswords.checkLength("x".repeat(24));
        AgentPasswords.checkLength("\u00e9".repeat(12));
    }

    @Test
    public void generatedPasswordIs18RandomBytes() {
        String password = AgentPasswords.generate();

        assertThat(password).hasSize(24).isNotEqualTo(AgentPasswords.generate());
        assertThat(Base64.getDecoder().decode(password)).hasSize(18);
        AgentPasswords.checkLength(password);
    }

    @Test
    public void saltIs12RandomBytes() {
        assertThat(Base64.getDecoder().decode(UserPasswords.newSalt())).hasSize(12);
        assertThat(UserPasswords.newSalt()).isNotEqualTo(UserPasswords.newSalt());
    }
}
