// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import io.facet.simplestreams.internal.ClearSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** The OpenPGP public keys whose signatures are trusted. */
public final class TrustedKeys {

    /** No keys: nothing signed can be verified. */
    public static final TrustedKeys NONE = new TrustedKeys(null);

    private final PGPPublicKeyRingCollection rings;

    private TrustedKeys(PGPPublicKeyRingCollection rings) {
        this.rings = rings;
    }

    /**
     * The keys of an ASCII-armoured text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TrustedKeys parse(String armoured) {
        try (ArmoredInputStream in = ArmoredInputStream.builder()
                .setParseForHeaders(true)
                .build(new ByteArrayInputStream(armoured.getBytes(StandardCharsets.US_ASCII)))) {
            PGPPublicKeyRingCollection rings = new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator());
            if (rings.size() == 0) {
                throw new IllegalArgumentException("no OpenPGP public key found; expected an ASCII-armoured one");
            }
            return new TrustedKeys(rings);
        } catch (IOException | PGPException e) {
            throw new IllegalArgumentException("no OpenPGP public key found; expected an ASCII-armoured one", e);
        }
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
