// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords of users ({@code wire.md} 4.5): chosen by people, so the hash is slow and salted. */
final class UserPasswords {
    private static final int ITERATIONS = 8192;
    private static final int HASH_BYTES = 18;
    private static final int SALT_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private UserPasswords() {}

    /** Base64 of 12 random bytes. */
    static String newSalt() {
        byte[] bytes = new byte[SALT_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Base64 of PBKDF2 with HMAC-SHA512; the salt is the text as it stands, not what it encodes. */
    static String hash(String password, String salt) {
        PBEKeySpec spec = new PBEKeySpec(
                password.toCharArray(), salt.getBytes(StandardCharsets.US_ASCII), ITERATIONS, HASH_BYTES * 8);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
