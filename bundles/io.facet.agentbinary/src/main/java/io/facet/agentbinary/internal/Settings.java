// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.simplestreams.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Checked settings; what each one means is said at {@link AgentBinaryConfig}. */
record Settings(
        Path dir,
        long maxArchiveBytes,
        TrustedKeys operatorKeys,
        String defaultUrl,
        TrustedKeys defaultKeys,
        Duration fetchTimeout,
        Duration lookupTimeout,
        int maxFetches,
        int maxUploads) {

    private static final String PID = "io.facet.agentbinary: ";

    /**
     * The settings of a configuration.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    static Settings of(AgentBinaryConfig config) {
        return new Settings(
                config.dir().isBlank()
                        ? Path.of(System.getProperty("karaf.data", "data"), "facet", "agent-binaries")
                        : Path.of(config.dir().trim()),
                within("max.archive.bytes", config.max_archive_bytes(), 1L << 40),
                Files.exists(Path.of(config.public_key_file()))
                        ? keys("public.key.file", config.public_key_file())
                        : TrustedKeys.NONE,
                url(config.default_source_url().trim()),
                keys("default.source.key.file", config.default_source_key_file().trim()),
                Duration.ofMillis(within("fetch.timeout.ms", config.fetch_timeout_ms(), 86_400_000)),
                Duration.ofMillis(within("lookup.timeout.ms", config.lookup_timeout_ms(), 600_000)),
                (int) within("max.fetches", config.max_fetches(), 1_000),
                (int) within("max.uploads", config.max_uploads(), 1_000));
    }

    private static long within(String key, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(PID + key + " = " + value + " must be between 1 and " + max);
        }
        return value;
    }

    private static String url(String value) {
        if (value.matches("(https?|file):.+")) {
            return value;
        }
        throw new IllegalArgumentException(
                PID + "default.source.url = " + value + " must be a URL that begins with https:, http: or file:");
    }

    private static TrustedKeys keys(String key, String file) {
        if (file.isEmpty()) {
            return TrustedKeys.NONE;
        }
        try {
            return TrustedKeys.parse(Files.readAllBytes(Path.of(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PID + key + " = " + file + " must be a readable file with OpenPGP public keys", e);
        }
    }
}
