// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.util.Objects;

/**
 * Who logs in, and the proof ({@code wire.md} 4.1).
 *
 * @param tag such as {@code machine-0}, {@code controller-0} or {@code user-admin}
 * @param password clear-text password
 * @param nonce nonce of a machine agent, empty for others
 */
public record Credentials(String tag, String password, String nonce) {
    public Credentials {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(password, "password");
        nonce = nonce == null ? "" : nonce;
    }

    /** Those of the agent that the file belongs to. */
    public static Credentials agent(AgentConfig config) {
        return new Credentials(config.tag(), config.apiPassword(), config.nonce());
    }

    /** Those of a local user. */
    public static Credentials user(String name, String password) {
        return new Credentials("user-" + name, password, "");
    }

    /** Names the tag only: passwords have no place in a log. */
    @Override
    public String toString() {
        return "Credentials[" + tag + "]";
    }
}
