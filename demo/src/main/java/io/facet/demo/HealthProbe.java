// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Waits until the server says that it is up ({@code wire.md} section 7, {@code GET /health}). */
final class HealthProbe {
    private static final String UP = "running";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient http;

    private HealthProbe(HttpClient http) {
        this.http = http;
    }

    /**
     * A probe that trusts servers of the given authority, whatever their address.
     *
     * @param ca certificate of the authority, PEM; {@code insecure} to trust anyone
     */
    static HealthProbe trusting(String ca) throws IOException {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new AddressBlind(authority(ca))}, new SecureRandom());
            return new HealthProbe(HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(REQUEST_TIMEOUT)
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IOException("the CA certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns when {@code url} answers {@code running}, or fails with what it said last when time is up. */
    void await(URI url, Deadline deadline) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(REQUEST_TIMEOUT).build();
        String last;
        do {
            last = ask(request);
            if (last.equals(UP)) {
                return;
            }
            Thread.sleep(Math.min(PAUSE.toMillis(), deadline.left().toMillis()));
        } while (!deadline.passed());
        throw new IOException(url + " did not answer \"" + UP + "\" within " + deadline + ", but: " + last);
    }

    private String ask(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            // Not up yet is the usual reason; the last one is shown when time is up.
            return String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static X509TrustManager authority(String ca) throws GeneralSecurityException, IOException {
        if (ca.equals(DemoOptions.INSECURE)) {
            return null;
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(ca.getBytes(StandardCharsets.US_ASCII)))) {
            trusted.setCertificateEntry("ca-" + number++, certificate);
        }
        if (number == 0) {
            throw new CertificateException("it holds no certificate");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /**
     * Checks who issued a certificate but not the address in it: the authority is the controller's own, and its servers'
     * certificates name no addresses ({@code wire.md} 1.1).
     */
    private static final class AddressBlind extends X509ExtendedTrustManager {
        /** Null to trust anyone. */
        private final X509TrustManager authority;

        AddressBlind(X509TrustManager authority) {
            this.authority = authority;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            if (authority != null) {
                authority.checkServerTrusted(chain, type);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authority == null ? new X509Certificate[0] : authority.getAcceptedIssuers();
        }
    }
}
