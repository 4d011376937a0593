// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate chain and its private key, read from PEM files and checked.
 *
 * @param chain the server certificate first
 * @param key its private key
 */
record PemFiles(List<X509Certificate> chain, PrivateKey key) {

    private static final String REMEDY = " Restore the file, or name another one in etc/io.facet.apiserver.cfg;"
            + " the server looks again by itself.";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /**
     * Reads and checks both files.
     *
     * @throws TlsException if they cannot be used at the given time
     */
    static PemFiles read(Path certificateFile, Path keyFile, Instant now) throws TlsException {
        List<X509Certificate> chain = chain(certificateFile);
        X509Certificate leaf = chain.get(0);
        checkValidity(certificateFile, leaf, now);
        PrivateKey key = key(keyFile, leaf.getPublicKey().getAlgorithm());
        checkMatch(certificateFile, keyFile, leaf, key);
        return new PemFiles(chain, key);
    }

    private static byte[] bytes(String what, Path file) throws TlsException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsException("The " + what + " file " + file + " is missing." + REMEDY, e);
        } catch (IOException e) {
            throw new TlsException(
                    "The " + what + " file " + file + " cannot be read (" + e + "). Make it readable for the user that"
                            + " runs the controller; the server looks again by itself.",
                    e);
        }
    }

    private static List<X509Certificate> chain(Path file) throws TlsException {
        List<X509Certificate> chain;
        try {
            chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes("certificate", file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (CertificateException e) {
            throw new TlsException(
                    "The certificate file " + file + " holds no PEM certificates (" + e.getMessage() + ")." + REMEDY,
                    e);
        }
        if (chain.isEmpty()) {
            throw new TlsException("The certificate file " + file + " is empty." + REMEDY);
        }
        return chain;
    }

    private static void checkValidity(Path file, X509Certificate leaf, Instant now) throws TlsException {
        try {
            leaf.checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new TlsException(
                    "The server certificate in " + file + " expired on "
                            + leaf.getNotAfter().toInstant() + ". Put a new certificate and key there;"
                            + " the server looks again by itself.",
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new TlsException(
                    "The server certificate in " + file + " is not valid before "
                            + leaf.getNotBefore().toInstant() + ". Check the clock of this machine (it says " + now
                            + "), or put a valid certificate and key there; the server looks again by itself.",
                    e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws TlsException {
        Matcher pem = PEM.matcher(new String(bytes("private key", file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new TlsException("The private key file " + file + " holds no PEM key." + REMEDY);
        }
        if (!"PRIVATE KEY".equals(pem.group(1))) {
            throw new TlsException("The private key file " + file + " holds a \"" + pem.group(1)
                    + "\", expected an unencrypted PKCS#8 \"PRIVATE KEY\". Convert it with:"
                    + " openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsException(
                    "The private key file " + file + " holds no " + algorithm + " key, which the certificate needs ("
                            + e.getMessage() + ")." + REMEDY,
                    e);
        }
    }

    /** Signs with the one and verifies with the other, which works for every kind of key. */
    private static void checkMatch(Path certificateFile, Path keyFile, X509Certificate leaf, PrivateKey key)
            throws TlsException {
        String keyAlgorithm = leaf.getPublicKey().getAlgorithm();
        String algorithm =
                switch (keyAlgorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> keyAlgorithm;
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(leaf.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(leaf.getPublicKey());
            signature.update(leaf.getEncoded());
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    "The private key in " + keyFile + " cannot be used with the certificate in " + certificateFile
                            + " (" + e.getMessage() + ")." + REMEDY,
                    e);
        }
        throw new TlsException("The private key in " + keyFile + " does not belong to the certificate in "
                + certificateFile + "." + REMEDY);
    }
}
