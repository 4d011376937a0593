// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public SSH key, as a line of {@code authorized_keys} (sshd(8)) holds it.
 *
 * @param type short name of its type as {@code ssh-keygen -l} shows it, such as {@code ED25519}
 * @param bits its length
 * @param fingerprint {@code SHA256:} and the digest of the key in base64 without padding
 * @param comment what stands behind the key, possibly empty
 */
public record SshKey(String type, int bits, String fingerprint, String comment) {
    /** Short name by the name at the beginning of the key. */
    private static final Map<String, String> TYPES = Map.of(
            "ssh-ed25519", "ED25519",
            "ssh-rsa", "RSA",
            "ssh-dss", "DSA",
            "ecdsa-sha2-nistp256", "ECDSA",
            "ecdsa-sha2-nistp384", "ECDSA",
            "ecdsa-sha2-nistp521", "ECDSA",
            "sk-ssh-ed25519@openssh.com", "ED25519-SK",
            "sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK");

    /** How many parts stand behind the name in a key. */
    private static final Map<String, Integer> PARTS =
            Map.of("ED25519", 1, "RSA", 2, "DSA", 4, "ECDSA", 2, "ED25519-SK", 2, "ECDSA-SK", 3);

    /** The key in a line, which may begin with options; empty if there is none. */
    public static Optional<SshKey> parse(String line) {
        String[] words = line.strip().split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (TYPES.containsKey(words[i])) {
                String comment = String.join(" ", Arrays.copyOfRange(words, i + 2, words.length));
                return parse(words[i], words[i + 1], comment);
            }
        }
        return Optional.empty();
    }

    private static Optional<SshKey> parse(String name, String encoded, String comment) {
        try {
            byte[] key = Base64.getDecoder().decode(encoded);
            List<byte[]> parts = parts(key);
            String type = TYPES.get(name);
            if (parts.size() != PARTS.get(type) + 1
                    || !name.equals(new String(parts.get(0), StandardCharsets.US_ASCII))) {
                return Optional.empty();
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return Optional.of(new SshKey(
                    type,
                    bits(name, parts),
                    "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest),
                    comment));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The parts of a key, each of which is preceded by its length in four bytes (RFC 4253, section 6.6). */
    private static List<byte[]> parts(byte[] key) {
        ByteBuffer rest = ByteBuffer.wrap(key);
        List<byte[]> parts = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new IllegalArgumentException("a part that is longer than the key");
            }
            byte[] part = new byte[length];
            rest.get(part);
            parts.add(part);
        }
        return parts;
    }

    private static int bits(String name, List<byte[]> parts) {
        return switch (name) {
            // Exponent and modulus; prime and what goes with it.
            case "ssh-rsa" -> new BigInteger(1, parts.get(2)).bitLength();
            case "ssh-dss" -> new BigInteger(1, parts.get(1)).bitLength();
            case "ecdsa-sha2-nistp384" -> 384;
            case "ecdsa-sha2-nistp521" -> 521;
            default -> 256;
        };
    }
}
