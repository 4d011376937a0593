// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.core.NetworkAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server certificate and key of this node: two files, made when they are missing and renewed in time. What is there
 * but cannot be used is left alone, since it may be the only copy of something.
 */
final class NodeCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCertificate.class);

    /** The names that clients expect ({@code wire.md} 1.1). */
    static final List<String> DNS_NAMES = List.of("localhost", "juju-apiserver", "juju-mongodb", "anything");

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "0:0:0:0:0:0:0:1");
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final int DNS = 2;
    private static final int IP = 7;

    private final Path certificateFile;
    private final Path keyFile;
    private final CertificateAuthority authority;
    private final Clock clock;

    NodeCertificate(Path directory, CertificateAuthority authority, Clock clock) {
        this.certificateFile = directory.resolve("server.crt");
        this.keyFile = directory.resolve("server.key");
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Sees to it that both files are there and fit for use.
     *
     * @param moreDnsNames names of this host that clients may ask for, besides those they always expect
     * @param moreIps its addresses, besides the loopback ones
     * @throws IllegalStateException naming file and remedy, if a file is there but cannot be used
     */
    void ensure(Collection<String> moreDnsNames, Collection<String> moreIps) {
        Instant authorityEnd = authority.certificate().getNotAfter().toInstant();
        if (authorityEnd.isBefore(clock.instant())) {
            throw new IllegalStateException("the certificate of this controller's CA expired at " + authorityEnd
                    + ", so no client would trust a server certificate; check the clock of this host");
        }
        Set<String> names = new TreeSet<>(DNS_NAMES);
        names.addAll(moreDnsNames);
        Set<String> ips = new TreeSet<>(LOOPBACK);
        moreIps.forEach(ip -> ips.add(canonical(ip)));

        Optional<String> keyText = PrivateFiles.read(keyFile);
        Optional<String> certificateText = PrivateFiles.read(certificateFile);
        if (keyText.isEmpty() || certificateText.isEmpty()) {
            create(names, ips);
            return;
        }
        X509Certificate present = check(certificateText.get(), keyText.get());
        Optional<String> reason = reasonToRenew(present, names, ips);
        if (reason.isPresent()) {
            LOG.info("Issuing a new server certificate in {}: {}", certificateFile, reason.get());
            // The key stays, so one file changes, at once: there is no moment at which the two do not match.
            issue(present.getPublicKey(), names, ips);
        }
    }

    private void create(Set<String> names, Set<String> ips) {
        LOG.info("Creating the server certificate in {} and its key in {}", certificateFile, keyFile);
        // In this order a crash leaves a missing certificate, and with it a fresh start, but never a wrong pair.
        PrivateFiles.delete(certificateFile);
        KeyPair pair = CertificateAuthority.newKeyPair();
        PrivateFiles.write(keyFile, Pem.privateKey(pair.getPrivate()));
        issue(pair.getPublic(), names, ips);
    }

    private void issue(PublicKey key, Set<String> names, Set<String> ips) {
        X509Certificate leaf = authority.issue(key, names, ips, clock.instant());
        PrivateFiles.write(certificateFile, Pem.certificate(leaf) + Pem.certificate(authority.certificate()));
    }

    private X509Certificate check(String certificateText, String keyText) {
        X509Certificate leaf;
        try {
            leaf = Pem.certificates(certificateText).get(0);
        } catch (GeneralSecurityException e) {
            throw unusable(certificateFile, e.getMessage(), e);
        }
        try {
            leaf.verify(authority.certificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw unusable(certificateFile, "it was not issued by the CA of this controller", e);
        }
        PrivateKey key;
        try {
            key = Pem.privateKey(keyText, leaf.getPublicKey().getAlgorithm());
        } catch (GeneralSecurityException e) {
            throw unusable(keyFile, e.getMessage(), e);
        }
        if (!match(leaf.getPublicKey(), key)) {
            throw unusable(keyFile, "it is not the key of the certificate in " + certificateFile, null);
        }
        return leaf;
    }

    private static IllegalStateException unusable(Path file, String reason, Exception cause) {
        return new IllegalStateException(
                "cannot use " + file + ": " + reason + "; restore it, or delete it to have a new one made", cause);
    }

    private Optional<String> reasonToRenew(X509Certificate leaf, Set<String> names, Set<String> ips) {
        Instant end = leaf.getNotAfter().toInstant();
        // A new one would not last longer if the authority itself is about to expire.
        boolean old = end.isBefore(clock.instant().plus(RENEW_BEFORE))
                && end.isBefore(authority.certificate().getNotAfter().toInstant());
        if (old) {
            return Optional.of("the present one expires at " + end);
        }
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(alternatives(leaf, DNS));
        ips.stream().filter(ip -> !alternatives(leaf, IP).contains(ip)).forEach(missing::add);
        return missing.isEmpty() ? Optional.empty() : Optional.of("the present one does not name " + missing);
    }

    private static Set<String> alternatives(X509Certificate leaf, int type) {
        try {
            var all = leaf.getSubjectAlternativeNames();
            return all == null
                    ? Set.of()
                    : all.stream()
                            .filter(name -> name.get(0).equals(type))
                            .map(name -> name.get(1).toString())
                            .collect(Collectors.toSet());
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }

    /** The spelling that a certificate gives back. */
    private static String canonical(String ip) {
        return NetworkAddress.parseIp(ip)
                .orElseThrow(() -> new IllegalArgumentException("\"" + ip + "\" is no IP address"))
                .getHostAddress();
    }

    private static boolean match(PublicKey publicKey, PrivateKey privateKey) {
        String algorithm = "SHA256with" + (publicKey.getAlgorithm().equals("EC") ? "ECDSA" : publicKey.getAlgorithm());
        byte[] sample = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(sample);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(sample);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
