// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.core.FacetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Passwords of agents ({@code wire.md} 4.3): random and long, so a fast hash without salt does. */
final class AgentPasswords {
    private static final int HASH_BYTES = 18;
    private static final int RANDOM_BYTES = 18;
    private static final int MIN_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Stands in for the hash of an agent that does not exist; no password has it. */
    static final String NO_HASH = "-".repeat(24);

    private AgentPasswords() {}

    /** Base64 of the first 18 bytes of SHA-512. */
    static String hash(String password) {
        byte[] digest = sha512(password.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
    }

    /** Base64 of 18 random bytes: 24 characters. */
    static String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Refuses a password that is too short to be set.
     *
     * @throws FacetException without code: {@code password is only <n> bytes long, and is not a valid Agent password}
     */
    static void checkLength(String password) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_BYTES) {
            throw FacetException.uncoded(
                    "password is only " + bytes + " bytes long, and is not a valid Agent password");
        }
    }

    /** Whether two hashes are the same, in a time that does not tell how much of them is. */
    static boolean same(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-512", e);
        }
    }
}
