// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NodeCertificateTest {
    private static final Instant NOW = Instant.now();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final CertificateAuthority authority = CertificateAuthority.create("c", NOW);
    private Path certificate;
    private Path key;

    @Before
    public void create() {
        Path data = folder.getRoot().toPath().resolve("facet");
        certificate = data.resolve("server.crt");
        key = data.resolve("server.key");
        ensure(NOW, "10.0.0.5", "fd00::5");
    }

    @Test
    public void clientsThatTrustTheAuthorityTrustTheServer() throws Exception {
        X509Certificate[] chain =
                Pem.certificates(Files.readString(certificate)).toArray(new X509Certificate[0]);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);

        ((X509TrustManager) factory.getTrustManagers()[0]).checkServerTrusted(chain, "ECDHE_ECDSA");
        assertThat(chain).hasSize(2);
        assertThat(chain[1]).isEqualTo(authority.certificate());
        assertThat(chain[0].getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(chain[0].getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(chain[0].getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactlyInAnyOrder(
                        "localhost",
                        "juju-apiserver",
                        "juju-mongodb",
                        "anything",
                        "127.0.0.1",
                        "0:0:0:0:0:0:0:1",
                        "10.0.0.5",
                        "fd00:0:0:0:0:0:0:5");
    }

    @Test
    public void authorityLastsTenYears() {
        Instant end = authority.certificate().getNotAfter().toInstant();

        assertThat(end).isBetween(NOW.plus(Duration.ofDays(3651)), NOW.plus(Duration.ofDays(3654)));
        assertThat(authority.certificate().getBasicConstraints()).isZero();
        assertThat(authority.toString()).doesNotContain("PRIVATE");
    }

    @Test
    public void certificateThatIsFitStays() throws Exception {
        String before = Files.readString(certificate);
        ensure(NOW, "10.0.0.5");

        assertThat(certificate).hasContent(before);
    }

    @Test
    public void newAddressMakesANewCertificateOnTheSameKey() throws Exception {
        String before = Files.readString(certificate);
        String keyBefore = Files.readString(key);
        ensure(NOW, "10.0.0.6");

        assertThat(Files.readString(certificate)).isNotEqualTo(before);
        assertThat(key).hasContent(keyBefore);
        ensure(NOW, "10.0.0.6");
    }

    @Test
    public void certificateIsRenewedThirtyDaysBeforeItExpires() throws Exception {
        PrivateKey present = Pem.privateKey(Files.readString(key), "EC");
        X509Certificate leaf = Pem.certificates(Files.readString(certificate)).get(0);
        CertificateAuthority longer = authorityUntil(NOW.plus(Duration.ofDays(7000)));
        Files.writeString(certificate, Pem.certificate(leaf) + Pem.certificate(authority.certificate()));
        Instant end = leaf.getNotAfter().toInstant();

        new NodeCertificate(certificate.getParent(), longer, at(end.minus(Duration.ofDays(31))))
                .ensure(List.of(), List.of());
        assertThat(end()).isEqualTo(end);

        new NodeCertificate(certificate.getParent(), longer, at(end.minus(Duration.ofDays(29))))
                .ensure(List.of(), List.of());
        assertThat(end()).isAfter(end);
        assertThat(Pem.privateKey(Files.readString(key), "EC")).isEqualTo(present);
    }

    @Test
    public void expiredCertificateIsRenewed() throws Exception {
        Instant end = end();
        new NodeCertificate(
                        certificate.getParent(),
                        authorityUntil(NOW.plus(Duration.ofDays(7000))),
                        at(end.plus(Duration.ofDays(100))))
                .ensure(List.of(), List.of());

        assertThat(end()).isAfter(end);
    }

    @Test
    public void expiredAuthorityIsAnError() {
        Instant end = authority.certificate().getNotAfter().toInstant();

        assertThatThrownBy(() -> ensure(end.plusSeconds(1)))
                .hasMessage("the certificate of this controller's CA expired at " + end
                        + ", so no client would trust a server certificate; check the clock of this host");
    }

    @Test
    public void missingFilesAreMade() throws Exception {
        Files.delete(certificate);
        ensure(NOW);
        assertThat(certificate).exists();

        Files.delete(key);
        ensure(NOW);
        assertThat(key).exists();
        ensure(NOW);
    }

    @Test
    public void damagedCertificateIsAnErrorAndStays() throws Exception {
        Files.writeString(certificate, "garbage");
        assertUnusable(certificate, "it holds no PEM certificate");
        assertThat(certificate).hasContent("garbage");

        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> ensure(NOW))
                .hasMessageStartingWith("cannot use " + certificate + ": ")
                .hasMessageEndingWith("; restore it, or delete it to have a new one made");
    }

    @Test
    public void damagedKeyIsAnErrorAndStays() throws Exception {
        Files.writeString(key, "garbage");
        assertUnusable(key, "it holds no PKCS#8 private key in PEM");
        assertThat(key).hasContent("garbage");

        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> ensure(NOW)).hasMessageStartingWith("cannot use " + key + ": ");
    }

    @Test
    public void keyOfAnotherCertificateIsAnError() throws Exception {
        Files.writeString(key, Pem.privateKey(CertificateAuthority.newKeyPair().getPrivate()));

        assertUnusable(key, "it is not the key of the certificate in " + certificate);
    }

    @Test
    public void certificateOfAnotherControllerIsAnError() {
        assertThatThrownBy(() -> new NodeCertificate(
                                certificate.getParent(), CertificateAuthority.create("other", NOW), at(NOW))
                        .ensure(List.of(), List.of()))
                .hasMessage(
                        "cannot use " + certificate + ": it was not issued by the CA of this controller; restore it,"
                                + " or delete it to have a new one made");
    }

    @Test
    public void unreadableFileIsAnError() throws Exception {
        Files.delete(certificate);
        Files.createDirectory(certificate);

        assertThatThrownBy(() -> ensure(NOW)).hasMessageStartingWith("cannot read " + certificate + " (");
    }

    @Test
    public void damagedAuthorityIsAnError() {
        assertThatThrownBy(() -> CertificateAuthority.load("x", "y"))
                .hasMessage(
                        "the certificate authority in the database is damaged (it holds no PEM certificate); restore"
                                + " the database from a backup");
    }

    /** The same authority, key and name, with a later end, as if this one had been made later. */
    private CertificateAuthority authorityUntil(Instant end) throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                authority.certificate().getSubjectX500Principal(),
                BigInteger.TEN,
                Date.from(NOW),
                Date.from(end),
                authority.certificate().getSubjectX500Principal(),
                authority.certificate().getPublicKey());
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key());
        return new CertificateAuthority(
                new JcaX509CertificateConverter().getCertificate(builder.build(signer)), authority.key());
    }

    private Instant end() throws Exception {
        return Pem.certificates(Files.readString(certificate))
                .get(0)
                .getNotAfter()
                .toInstant();
    }

    private void assertUnusable(Path file, String reason) {
        assertThatThrownBy(() -> ensure(NOW))
                .hasMessage("cannot use " + file + ": " + reason + "; restore it, or delete it to have a new one made");
    }

    private void ensure(Instant now, String... ips) {
        new NodeCertificate(certificate.getParent(), authority, at(now)).ensure(List.of(), List.of(ips));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
