// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import io.facet.apiserver.internal.Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS set-up of the moment, from certificate files that may come late, be wrong, and change. A problem is logged
 * when it appears or changes, and its end too; a set-up that worked stays in use while the files are wrong.
 */
final class TlsFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** {@code wire.md} 1.1, and those of TLS 1.3. */
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA");

    private volatile SslContext context;
    private volatile Instant expiry;
    private volatile String problem = "";

    private Stamp loaded;
    private Instant missingSince;

    /** What tells one content of the files from another. */
    private record Stamp(
            Path certificate,
            FileTime certificateTime,
            long certificateSize,
            Path key,
            FileTime keyTime,
            long keySize) {}

    /** The set-up for new connections, or empty while there is none. */
    Optional<SslContext> context() {
        return Optional.ofNullable(context);
    }

    /** When the certificate of the set-up expires, or empty while there is none. */
    Optional<Instant> expiry() {
        return Optional.ofNullable(expiry);
    }

    /** What is wrong with the files, or empty if nothing is. */
    String problem() {
        return problem;
    }

    /** Looks at the files and loads them if they changed. Called by one thread at a time. */
    void refresh(Settings settings, Instant now) {
        if (isAwaited(settings, now)) {
            return;
        }
        try {
            Stamp stamp = stamp(settings);
            if (stamp != null && stamp.equals(loaded)) {
                return;
            }
            boolean reloaded = context != null;
            PemFiles files = PemFiles.read(settings.certificateFile(), settings.keyFile(), now);
            context = build(files);
            expiry = files.chain().get(0).getNotAfter().toInstant();
            loaded = stamp;
            if (reloaded || !problem.isEmpty()) {
                LOG.info("Server certificate loaded from {}", settings.certificateFile());
            }
            problem = "";
        } catch (TlsException e) {
            report(e.getMessage());
        }
    }

    /** Whether a file is missing but may still be on its way: the controller issues both on its first boot. */
    private boolean isAwaited(Settings settings, Instant now) {
        if (Files.exists(settings.certificateFile()) && Files.exists(settings.keyFile())) {
            missingSince = null;
            return false;
        }
        if (missingSince == null) {
            missingSince = now;
            LOG.info("Waiting for {} and {}", settings.certificateFile(), settings.keyFile());
        }
        return Duration.between(missingSince, now).compareTo(settings.certificateWait()) < 0;
    }

    private void report(String message) {
        if (message.equals(problem)) {
            return;
        }
        problem = message;
        if (context == null) {
            LOG.error("The API server does not listen. {}", message);
        } else {
            LOG.error("The API server goes on with the certificate it has. {}", message);
        }
    }

    /** The stamp of both files, or null if they cannot be looked at, which reading them then explains. */
    private static Stamp stamp(Settings settings) {
        Path certificate = settings.certificateFile();
        Path key = settings.keyFile();
        try {
            return new Stamp(
                    certificate,
                    Files.getLastModifiedTime(certificate),
                    Files.size(certificate),
                    key,
                    Files.getLastModifiedTime(key),
                    Files.size(key));
        } catch (IOException e) {
            return null;
        }
    }

    private static SslContext build(PemFiles files) throws TlsException {
        try {
            return SslContextBuilder.forServer(files.key(), files.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("The server certificate cannot be used for TLS (" + e.getMessage() + ").", e);
        }
    }
}
