// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The private certificate authority of the controller: an ECDSA key that signs the certificates of its nodes.
 *
 * @param certificate its own certificate
 * @param key its private key
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    static final String ALGORITHM = "EC";

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Period LIFETIME = Period.ofYears(10);
    /** Clocks of agents may be behind. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new authority for a controller. */
    static CertificateAuthority create(String controllerUuid, Instant now) {
        KeyPair pair = newKeyPair();
        X500Principal subject = new X500Principal("CN=Facet CA,OU=controller " + controllerUuid + ",O=Facet");
        Instant end = now.atOffset(ZoneOffset.UTC).plus(LIFETIME).toInstant();
        try {
            JcaX509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), now, end);
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate());
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("cannot create the certificate authority: " + e.getMessage(), e);
        }
    }

    /** The authority kept in the database. */
    static CertificateAuthority load(String certificate, String key) {
        try {
            return new CertificateAuthority(Pem.certificates(certificate).get(0), Pem.privateKey(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the certificate authority in the database is damaged (" + e.getMessage()
                            + "); restore the database from a backup",
                    e);
        }
    }

    /** A server certificate for the names, valid as long as this authority. */
    X509Certificate issue(PublicKey subjectKey, Collection<String> dnsNames, Collection<String> ips, Instant now) {
        GeneralName[] names = new GeneralName[dnsNames.size() + ips.size()];
        int next = 0;
        for (String name : dnsNames) {
            names[next++] = new GeneralName(GeneralName.dNSName, name);
        }
        for (String ip : ips) {
            names[next++] = new GeneralName(GeneralName.iPAddress, ip);
        }
        try {
            JcaX509v3CertificateBuilder builder = builder(
                    certificate.getSubjectX500Principal(),
                    new X500Principal("CN=juju-apiserver,O=Facet"),
                    subjectKey,
                    now,
                    certificate.getNotAfter().toInstant());
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(subjectKey));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(certificate));
            return sign(builder, key);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("cannot issue a server certificate: " + e.getMessage(), e);
        }
    }

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no ECDSA keys on " + CURVE, e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey subjectKey, Instant now, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                Date.from(now.minus(SKEW)),
                Date.from(end),
                subject,
                subjectKey);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
