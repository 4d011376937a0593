// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * A clear-signed OpenPGP message (RFC 9580, section 7). What is signed, and therefore all that is used of it, are its
 * lines without dash escapes and without blanks at their ends.
 */
public final class ClearSigned {

    private static final byte[] BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----".getBytes(US_ASCII);
    private static final byte[] SIGNATURE = "-----BEGIN PGP SIGNATURE-----".getBytes(US_ASCII);
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final Set<Integer> TYPES =
            Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);
    private static final Set<Integer> BROKEN_HASHES =
            Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

    private final byte[] message;
    private final String url;

    public ClearSigned(byte[] message, String url) {
        this.message = message;
        this.url = url;
    }

    /**
     * The signed text.
     *
     * @param key a trusted key by its id
     */
    public byte[] verified(LongFunction<Optional<PGPPublicKey>> key) {
        int begin = find(BEGIN, 0);
        int signatures = begin < 0 ? -1 : find(SIGNATURE, begin);
        if (signatures < 0) {
            throw new StreamsException(Kind.FAILED, "no PGP signature embedded in plain text data");
        }
        byte[] text = text(afterHeaders(begin), signatures);
        for (PGPSignature signature : signatures(signatures)) {
            if (TYPES.contains(signature.getSignatureType())
                    && !BROKEN_HASHES.contains(signature.getHashAlgorithm())
                    && key.apply(signature.getKeyID())
                            .filter(trusted -> isBy(trusted, signature, text))
                            .isPresent()) {
                return text;
            }
        }
        throw unverified();
    }

    private StreamsException unverified() {
        return new StreamsException(
                Kind.FAILED,
                "cannot verify signature of \"" + url + "\": it is not by a trusted key, or not of this text");
    }

    /** The first place, from a start on, where a line is just this marker. */
    private int find(byte[] marker, int from) {
        for (int start = from; start < message.length; start = next(start)) {
            if (Arrays.equals(message, start, trimmedEnd(start, message.length), marker, 0, marker.length)) {
                return start;
            }
        }
        return -1;
    }

    private int afterHeaders(int begin) {
        int line = next(begin);
        while (line < message.length && trimmedEnd(line, message.length) > line) {
            line = next(line);
        }
        return next(line);
    }

    private byte[] text(int from, int to) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(Math.max(to - from, 0));
        for (int line = from; line < to; line = next(line)) {
            if (line > from) {
                text.writeBytes(LINE_END);
            }
            int end = trimmedEnd(line, to);
            int start = end - line >= 2 && message[line] == '-' && message[line + 1] == ' ' ? line + 2 : line;
            text.write(message, start, end - start);
        }
        return text.toByteArray();
    }

    private PGPSignatureList signatures(int from) {
        try (ArmoredInputStream in =
                new ArmoredInputStream(new ByteArrayInputStream(message, from, message.length - from))) {
            if (new PGPObjectFactory(in, new BcKeyFingerprintCalculator()).nextObject()
                    instanceof PGPSignatureList list) {
                return list;
            }
        } catch (IOException | RuntimeException e) {
            throw unverified();
        }
        throw unverified();
    }

    private static boolean isBy(PGPPublicKey key, PGPSignature signature, byte[] text) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(text);
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            // A signature that cannot be checked vouches for nothing.
            return false;
        }
    }

    /** Start of the line after the one that starts here. */
    private int next(int line) {
        int at = line;
        while (at < message.length && message[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** End of the line that starts here, without blanks and line end. */
    private int trimmedEnd(int line, int limit) {
        int end = Math.min(next(line) - 1, limit);
        while (end > line && (message[end - 1] == '\r' || message[end - 1] == ' ' || message[end - 1] == '\t')) {
            end--;
        }
        return end;
    }
}
