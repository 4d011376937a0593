// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of PID {@code io.facet.apiserver}. All are applied live; open connections are never dropped for it. */
@ObjectClassDefinition(name = "Facet API server", description = "TLS endpoint for agents and clients")
public @interface ServerConfig {

    @AttributeDefinition(description = "Address to listen on; empty for all interfaces, IPv4 and IPv6")
    String host() default "";

    @AttributeDefinition(description = "TCP port to listen on; 0 for any free one")
    int port() default 17070;

    @AttributeDefinition(
            description = "PEM file with the server certificate, followed by its issuers;"
                    + " empty for facet/server.crt in the data directory")
    String certificate_file() default "";

    @AttributeDefinition(
            description = "PEM file with the PKCS#8 private key of the certificate;"
                    + " empty for facet/server.key in the data directory")
    String key_file() default "";

    @AttributeDefinition(description = "How long the certificate files may be missing before that is an error")
    int certificate_wait_ms() default 30_000;

    @AttributeDefinition(description = "Largest message accepted from a client; a larger one closes its connection")
    int max_frame_bytes() default 16 * 1024 * 1024;

    @AttributeDefinition(description = "Running calls of one connection at which the server stops reading from it")
    int max_running_calls_per_connection() default 256;

    @AttributeDefinition(description = "Waiting Next calls of one connection; more are answered 'try again'")
    int max_waiting_next_per_connection() default 8192;

    @AttributeDefinition(description = "Watchers of one connection; more are answered 'try again'")
    int max_watchers_per_connection() default 8192;

    @AttributeDefinition(description = "Open connections; more are closed at once")
    int max_connections() default 50_000;

    @AttributeDefinition(
            description = "Unsent bytes of one connection at which the server stops reading from it,"
                    + " until half of them are sent")
    int outbound_high_water_bytes() default 4 * 1024 * 1024;

    @AttributeDefinition(description = "Threads that run facade calls")
    int call_threads() default 16;

    @AttributeDefinition(description = "Calls that may wait for a thread; more are answered 'try again'")
    int call_queue() default 100_000;

    @AttributeDefinition(description = "How long a call may run before it is answered 'deadline exceeded'")
    int call_timeout_ms() default 120_000;

    @AttributeDefinition(description = "How long a call waits for a facade or service that is being replaced")
    int park_timeout_ms() default 10_000;

    @AttributeDefinition(description = "Calls that may wait so at a time; more are answered 'try again'")
    int max_parked_calls() default 100_000;

    @AttributeDefinition(description = "An agent that does not ping for this long is disconnected")
    int ping_timeout_ms() default 180_000;

    @AttributeDefinition(description = "Time for the TLS handshake, and for the HTTP request that follows it")
    int handshake_timeout_ms() default 60_000;

    @AttributeDefinition(description = "Time for connections to close when the server stops")
    int shutdown_timeout_ms() default 5_000;
}
