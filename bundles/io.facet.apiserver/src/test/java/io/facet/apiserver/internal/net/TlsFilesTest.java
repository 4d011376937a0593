// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.apiserver.internal.Settings;
import io.facet.apiserver.internal.TestCertificate;
import io.facet.apiserver.internal.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the server says about certificate files it cannot use, and how it gets over it. */
public class TlsFilesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final TlsFiles tls = new TlsFiles();
    private Path certificate;
    private Path key;
    private Settings settings;

    @Before
    public void nameFiles() {
        certificate = folder.getRoot().toPath().resolve("server.crt");
        key = folder.getRoot().toPath().resolve("server.key");
        settings = Settings.of(
                TestSettings.config(Map.of("certificate.file", certificate.toString(), "key.file", key.toString())));
    }

    @Test
    public void validFilesAreLoaded() throws Exception {
        TestCertificate.valid().write(certificate, key);
        tls.refresh(settings, now);
        assertThat(tls.context()).isPresent();
        assertThat(tls.problem()).isEmpty();
    }

    @Test
    public void missingFilesAreAwaitedForAWhile() throws Exception {
        tls.refresh(settings, now);
        assertThat(tls.problem()).isEmpty();
        TestCertificate issued = TestCertificate.valid();
        issued.writeKey(key);
        tls.refresh(settings, now.plusSeconds(29));
        assertThat(tls.problem()).isEmpty();
        tls.refresh(settings, now.plusSeconds(31));
        assertThat(tls.problem())
                .isEqualTo("The certificate file " + certificate + " is missing. Restore the file, or name another one"
                        + " in etc/io.facet.apiserver.cfg; the server looks again by itself.");
        issued.write(certificate, key);
        tls.refresh(settings, now.plusSeconds(32));
        assertThat(tls.problem()).isEmpty();
        assertThat(tls.context()).isPresent();
    }

    @Test
    public void aMissingKeyIsNamed() throws Exception {
        TestCertificate.valid().write(certificate, key);
        Files.delete(key);
        tls.refresh(settings, now);
        tls.refresh(settings, now.plusSeconds(31));
        assertThat(tls.problem()).startsWith("The private key file " + key + " is missing. ");
    }

    @Test
    public void anExpiredCertificateIsRefused() throws Exception {
        Instant end = now.minus(Duration.ofDays(1));
        TestCertificate.issue(now.minus(Duration.ofDays(2)), end).write(certificate, key);
        tls.refresh(settings, now);
        assertThat(tls.context()).isEmpty();
        assertThat(tls.problem())
                .isEqualTo("The server certificate in " + certificate + " expired on " + end
                        + ". Put a new certificate and key there; the server looks again by itself.");
    }

    @Test
    public void aCertificateOfTheFutureIsRefused() throws Exception {
        Instant start = now.plus(Duration.ofDays(1));
        TestCertificate.issue(start, now.plus(Duration.ofDays(2))).write(certificate, key);
        tls.refresh(settings, now);
        assertThat(tls.context()).isEmpty();
        assertThat(tls.problem())
                .startsWith("The server certificate in " + certificate + " is not valid before " + start
                        + ". Check the clock of this machine (it says " + now + ")");
    }

    @Test
    public void aKeyOfAnotherCertificateIsRefused() throws Exception {
        TestCertificate.valid().write(certificate, key);
        TestCertificate.valid().writeKey(key);
        tls.refresh(settings, now);
        assertThat(tls.problem())
                .startsWith(
                        "The private key in " + key + " does not belong to the certificate in " + certificate + ". ");
    }

    @Test
    public void aKeyOfAnotherKindIsRefused() throws Exception {
        TestCertificate.valid().write(certificate, key);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        TestCertificate.replace(
                key,
                TestCertificate.pem(
                        "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
        tls.refresh(settings, now);
        assertThat(tls.problem())
                .startsWith("The private key file " + key + " holds no EC key, which the certificate needs");
    }

    @Test
    public void otherContentsAreExplained() throws Exception {
        TestCertificate.valid().write(certificate, key);
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n");
        tls.refresh(settings, now);
        assertThat(tls.problem()).startsWith("The certificate file " + certificate + " holds no PEM certificates (");
        Files.writeString(certificate, "");
        tls.refresh(settings, now);
        assertThat(tls.problem()).startsWith("The certificate file " + certificate + " is empty. ");
        TestCertificate.valid().write(certificate, key);
        Files.writeString(key, "nothing");
        tls.refresh(settings, now);
        assertThat(tls.problem()).startsWith("The private key file " + key + " holds no PEM key. ");
        Files.writeString(key, TestCertificate.pem("EC PRIVATE KEY", new byte[10]));
        tls.refresh(settings, now);
        assertThat(tls.problem())
                .isEqualTo("The private key file " + key + " holds a \"EC PRIVATE KEY\", expected an unencrypted PKCS#8"
                        + " \"PRIVATE KEY\". Convert it with: openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    public void anUnreadableFileIsExplained() throws Exception {
        TestCertificate.valid().write(certificate, key);
        Files.delete(certificate);
        // A directory cannot be read as a file by any user, root included.
        Files.createDirectory(certificate);
        tls.refresh(settings, now);
        assertThat(tls.problem())
                .startsWith("The certificate file " + certificate + " cannot be read (")
                .endsWith("Make it readable for the user that runs the controller; the server looks again by itself.");
    }

    @Test
    public void aLoadedCertificateStaysInUseWhileTheFilesAreWrong() throws Exception {
        TestCertificate.valid().write(certificate, key);
        tls.refresh(settings, now);
        Files.writeString(certificate, "");
        tls.refresh(settings, now);
        assertThat(tls.problem()).isNotEmpty();
        assertThat(tls.context()).isPresent();
    }
}
