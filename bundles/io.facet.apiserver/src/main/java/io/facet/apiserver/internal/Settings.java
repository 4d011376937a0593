// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checked settings; what each one means is said at {@link ServerConfig}. */
public record Settings(
        String host,
        int port,
        Path certificateFile,
        Path keyFile,
        Duration certificateWait,
        int maxFrameBytes,
        int maxRunningCalls,
        int maxWaitingNext,
        int maxWatchers,
        int maxConnections,
        int outboundHighWaterBytes,
        int callThreads,
        int callQueue,
        Duration callTimeout,
        Duration parkTimeout,
        int maxParkedCalls,
        Duration pingTimeout,
        Duration handshakeTimeout,
        Duration shutdownTimeout) {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    /**
     * The settings of a configuration.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static Settings of(ServerConfig config) {
        return new Settings(
                config.host().trim(),
                within("port", config.port(), 0, 65535),
                file("certificate.file", config.certificate_file(), "server.crt"),
                file("key.file", config.key_file(), "server.key"),
                millis("certificate.wait.ms", config.certificate_wait_ms(), 0),
                within("max.frame.bytes", config.max_frame_bytes(), 1024, 1 << 30),
                atLeastOne("max.running.calls.per.connection", config.max_running_calls_per_connection()),
                atLeastOne("max.waiting.next.per.connection", config.max_waiting_next_per_connection()),
                atLeastOne("max.watchers.per.connection", config.max_watchers_per_connection()),
                atLeastOne("max.connections", config.max_connections()),
                within("outbound.high.water.bytes", config.outbound_high_water_bytes(), 1024, 1 << 30),
                within("call.threads", config.call_threads(), 1, 1024),
                atLeastOne("call.queue", config.call_queue()),
                millis("call.timeout.ms", config.call_timeout_ms(), 1),
                millis("park.timeout.ms", config.park_timeout_ms(), 1),
                atLeastOne("max.parked.calls", config.max_parked_calls()),
                millis("ping.timeout.ms", config.ping_timeout_ms(), 1),
                millis("handshake.timeout.ms", config.handshake_timeout_ms(), 1),
                millis("shutdown.timeout.ms", config.shutdown_timeout_ms(), 1));
    }

    /** Where Facet keeps its files. */
    static Path dataDirectory() {
        return Path.of(System.getProperty("karaf.data", "data"), "facet");
    }

    private static int atLeastOne(String key, int value) {
        return within(key, value, 1, Integer.MAX_VALUE);
    }

    private static Duration millis(String key, int value, int min) {
        return Duration.ofMillis(within(key, value, min, Integer.MAX_VALUE));
    }

    private static int within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "io.facet.apiserver: " + key + " = " + value + " is not between " + min + " and " + max);
        }
        return value;
    }

    private static Path file(String key, String value, String name) {
        if (value.isBlank()) {
            return dataDirectory().resolve(name);
        }
        // Karaf's own configuration files come resolved; those of other sources may not.
        String resolved = PROPERTY.matcher(value.trim()).replaceAll(match -> {
            String property = System.getProperty(match.group(1));
            if (property == null) {
                throw new IllegalArgumentException("io.facet.apiserver: " + key + " = " + value
                        + " names the system property " + match.group(1) + ", which is not set");
            }
            return Matcher.quoteReplacement(property);
        });
        return Path.of(resolved);
    }
}
