// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facet.simplestreams.TrustedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** An OpenPGP key of a publisher of metadata. */
public final class SigningKey {

    private final PGPKeyPair pair;

    /** A new key. */
    public SigningKey() {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(0x10001), new SecureRandom(), 2048, 12));
        try {
            pair = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.RSA_GENERAL,
                    generator.generateKeyPair(),
                    new Date());
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public part, ASCII-armoured. */
    public String publicKey() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArmoredOutputStream out = ArmoredOutputStream.builder().build(bytes)) {
            new PGPKeyRingGenerator(
                            PGPSignature.POSITIVE_CERTIFICATION,
                            pair,
                            "publisher",
                            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                            null,
                            null,
                            new BcPGPContentSignerBuilder(pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
                            null)
                    .generatePublicKeyRing()
                    .encode(out);
        } catch (IOException | PGPException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toString(UTF_8);
    }

    /** The public part, to be trusted. */
    public TrustedKeys trusted() {
        return TrustedKeys.parse(publicKey());
    }

    /** A text, clear-signed. */
    public String sign(String text) {
        return sign(text, HashAlgorithmTags.SHA512);
    }

    /** A text, clear-signed with one of the hash algorithms of OpenPGP. */
    public String sign(String text, int hash) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(pair.getPublicKey().getAlgorithm(), hash), pair.getPublicKey());
            generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, pair.getPrivateKey());
            generator.update(text.stripTrailing().replace("\n", "\r\n").getBytes(UTF_8));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ArmoredOutputStream out = ArmoredOutputStream.builder().build(bytes);
            out.beginClearText(hash);
            out.write((text.stripTrailing() + "\n").getBytes(UTF_8));
            out.endClearText();
            generator.generate().encode(out);
            out.close();
            return bytes.toString(UTF_8);
        } catch (IOException | PGPException e) {
            throw new IllegalStateException(e);
        }
    }
}
