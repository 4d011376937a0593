// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where to connect, whom to trust, and how long to wait.
 *
 * @param addresses {@code host:port} of every API server, tried one after another a moment apart; the first to answer wins
 * @param modelUuid model to connect to; empty for a controller-only connection
 * @param caCertificate the only certificate authority that is trusted, PEM
 * @param connectTimeout for TCP, TLS and WebSocket together, per address
 * @param loginTimeout for all addresses and the login together
 * @param callTimeout for the answer to a call, unless the call says otherwise
 * @param pingInterval how often {@code Pinger.Ping} is sent
 * @param pingTimeout how long its answer may take before the connection counts as broken
 * @param maxMessageBytes largest message accepted from the server
 * @param maxOutstanding how many calls may wait for an answer; more are refused at once
 */
public record DialOptions(
        List<String> addresses,
        String modelUuid,
        String caCertificate,
        Duration connectTimeout,
        Duration loginTimeout,
        Duration callTimeout,
        Duration pingInterval,
        Duration pingTimeout,
        int maxMessageBytes,
        int maxOutstanding) {
    public DialOptions {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no API address to connect to");
        }
        Objects.requireNonNull(modelUuid, "modelUuid");
        Objects.requireNonNull(caCertificate, "caCertificate");
        positive("connect timeout", connectTimeout);
        positive("login timeout", loginTimeout);
        positive("call timeout", callTimeout);
        positive("ping interval", pingInterval);
        positive("ping timeout", pingTimeout);
    }

    /** The times and limits that Juju's own client uses ({@code wire.md} section 8), with a limit on messages and calls. */
    public static DialOptions of(List<String> addresses, String modelUuid, String caCertificate) {
        return new DialOptions(
                addresses,
                modelUuid,
                caCertificate,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                64 << 20,
                4096);
    }

    /** The controller and model that the file points at. */
    public static DialOptions agent(AgentConfig config) {
        return of(config.apiAddresses(), config.modelUuid(), config.caCertificate());
    }

    /** The same with another time for the answer to a call. */
    public DialOptions withCallTimeout(Duration timeout) {
        return new DialOptions(
                addresses,
                modelUuid,
                caCertificate,
                connectTimeout,
                loginTimeout,
                timeout,
                pingInterval,
                pingTimeout,
                maxMessageBytes,
                maxOutstanding);
    }

    /** The same with other times for connecting and for connecting plus login. */
    public DialOptions withDialTimeouts(Duration connect, Duration login) {
        return new DialOptions(
                addresses,
                modelUuid,
                caCertificate,
                connect,
                login,
                callTimeout,
                pingInterval,
                pingTimeout,
                maxMessageBytes,
                maxOutstanding);
    }

    /** The same with another keepalive. */
    public DialOptions withPing(Duration interval, Duration timeout) {
        return new DialOptions(
                addresses,
                modelUuid,
                caCertificate,
                connectTimeout,
                loginTimeout,
                callTimeout,
                interval,
                timeout,
                maxMessageBytes,
                maxOutstanding);
    }

    /** The same with other limits. */
    public DialOptions withLimits(int messageBytes, int outstanding) {
        return new DialOptions(
                addresses,
                modelUuid,
                caCertificate,
                connectTimeout,
                loginTimeout,
                callTimeout,
                pingInterval,
                pingTimeout,
                messageBytes,
                outstanding);
    }

    /** URL path of the API: of the model, or of the controller if there is none. */
    String path() {
        return modelUuid.isEmpty() ? "/api" : "/model/" + modelUuid + "/api";
    }

    private static void positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " must be more than 0, not " + value);
        }
    }
}
