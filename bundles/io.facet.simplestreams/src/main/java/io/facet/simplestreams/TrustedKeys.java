// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import io.facet.simplestreams.internal.ClearSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** The OpenPGP public keys whose signatures are trusted. */
public final class TrustedKeys {

    /** No keys: nothing signed can be verified. */
    public static final TrustedKeys NONE = new TrustedKeys(null);

    private static final String NO_KEY =
            "no OpenPGP public key found; expected binary key rings or ASCII-armoured ones";

    private final PGPPublicKeyRingCollection rings;

    private TrustedKeys(PGPPublicKeyRingCollection rings) {
        this.rings = rings;
    }

    /**
     * The keys of a text or a file.
     *
     * @param keys as binary key rings, or ASCII-armoured
     * @throws IllegalArgumentException if there is no public key in it
     */
    public static TrustedKeys parse(byte[] keys) {
        try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(keys))) {
            PGPPublicKeyRingCollection rings = new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator());
            if (rings.size() > 0) {
                return new TrustedKeys(rings);
            }
        } catch (IOException | PGPException | RuntimeException e) {
            throw new IllegalArgumentException(NO_KEY, e);
        }
        throw new IllegalArgumentException(NO_KEY);
    }

    /** As {@link #parse(byte[])}, for an ASCII-armoured text. */
    public static TrustedKeys parse(String armoured) {
        return parse(armoured.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rings == null;
    }

    /**
     * The text that a clear-signed message vouches for.
     *
     * @param url where the message is from, for the error
     * @throws StreamsException of kind {@code FAILED} without a signature, or with none by a trusted key
     */
    public byte[] verified(byte[] message, String url) {
        return new ClearSigned(message, url).verified(this::usable);
    }

    private Optional<PGPPublicKey> usable(long keyId) {
        return Optional.ofNullable(rings == null ? null : rings.getPublicKey(keyId))
                .filter(key -> !key.hasRevocation())
                .filter(key -> key.getValidSeconds() == 0
                        || System.currentTimeMillis() < key.getCreationTime().getTime() + key.getValidSeconds() * 1000);
    }
}
