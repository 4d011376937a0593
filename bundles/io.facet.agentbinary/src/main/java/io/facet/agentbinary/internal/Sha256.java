// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making. */
final class Sha256 {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of a file, in lower-case hex. */
    static String of(Path file) {
        Sha256 hash = new Sha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                hash.add(ByteBuffer.wrap(chunk, 0, count));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return hash.hex();
    }

    /** Takes the next bytes, which stay in the buffer. */
    void add(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
    }

    /** The hash of all bytes, in lower-case hex; none may follow. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
