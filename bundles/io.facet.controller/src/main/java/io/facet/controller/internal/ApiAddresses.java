// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.core.HostPort;
import io.facet.core.NetworkAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The addresses at which agents and clients are told to reach this node. */
final class ApiAddresses {
    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]+)\\](?::([0-9]+))?");
    private static final Pattern NAME_AND_PORT = Pattern.compile("([^:]+)(?::([0-9]+))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    private ApiAddresses() {}

    /** The port that clients are told: the one set for them, else the one that the server listens on. */
    static int port(ControllerConfig config) {
        int port = config.api_port() == 0 ? config.port() : config.api_port();
        if (port == 0) {
            throw new IllegalArgumentException("io.facet.apiserver listens on any free port (port = 0), which clients"
                    + " cannot know; set api.port of io.facet.controller");
        }
        return checked("api.port = " + port, port);
    }

    /** The addresses that the settings name, or else those of this host. */
    static List<HostPort> of(ControllerConfig config) {
        int port = port(config);
        List<String> given = Stream.of(config.api_addresses())
                .map(String::trim)
                .filter(address -> !address.isEmpty())
                .toList();
        if (!given.isEmpty()) {
            return given.stream()
                    .map(address -> parse(address, port))
                    .distinct()
                    .toList();
        }
        String host = config.host().trim();
        return EVERYWHERE.contains(host)
                ? ofInterfaces().stream()
                        .map(ip -> new HostPort(NetworkAddress.derive(ip), port))
                        .toList()
                : List.of(new HostPort(NetworkAddress.derive(host), port));
    }

    /** Parses {@code host}, {@code host:port}, an IPv6 address, or one in brackets with or without a port. */
    static HostPort parse(String text, int defaultPort) {
        if (NetworkAddress.parseIp(text).isPresent()) {
            return new HostPort(NetworkAddress.derive(text), defaultPort);
        }
        Matcher bracketed = BRACKETED.matcher(text);
        Matcher named = NAME_AND_PORT.matcher(text);
        Matcher match = bracketed.matches() ? bracketed : named;
        if (match != bracketed && !named.matches()) {
            throw refused(text);
        }
        String host = match.group(1);
        boolean ip = NetworkAddress.parseIp(host).isPresent();
        if (match == bracketed ? !ip : !ip && !NAME.matcher(host).matches()) {
            throw refused(text);
        }
        int port = match.group(2) == null || match.group(2).length() > 5 ? 0 : Integer.parseInt(match.group(2));
        return new HostPort(
                NetworkAddress.derive(host),
                match.group(2) == null ? defaultPort : checked("api.addresses has \"" + text + "\"", port));
    }

    private static int checked(String setting, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("io.facet.controller: " + setting + ", expected a port from 1 to 65535");
        }
        return port;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "io.facet.controller: api.addresses has \"" + text
                        + "\", expected a host name or IP address, or either with a port, such as 10.0.0.5:17070 or [::1]:17070");
    }

    /** IPv4 before IPv6. Loopback only if there is nothing else; link-local ones are of no use to others. */
    private static List<String> ofInterfaces() {
        List<InetAddress> all = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses()
                            .filter(ip -> !ip.isLinkLocalAddress() && !ip.isLoopbackAddress())
                            .forEach(all::add);
                }
            }
        } catch (SocketException e) {
            throw new IllegalStateException(
                    "cannot list the network interfaces (" + e.getMessage()
                            + "); set api.addresses of io.facet.controller",
                    e);
        }
        if (all.isEmpty()) {
            return List.of("127.0.0.1");
        }
        return all.stream()
                .sorted(Comparator.comparingInt((InetAddress ip) -> ip.getAddress().length))
                .map(ip -> ip.getHostAddress().replaceAll("%.*", ""))
                .distinct()
                .toList();
    }
}
