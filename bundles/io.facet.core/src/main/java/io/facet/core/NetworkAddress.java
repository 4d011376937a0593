// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address with its type and scope ({@code networking.md} 1.5).
 *
 * @param value IP address or host name
 * @param type {@link #IPV4}, {@link #IPV6} or {@link #HOSTNAME}
 * @param scope {@code public}, {@code local-cloud}, {@code local-fan}, {@code local-machine}, {@code link-local} or empty
 */
public record NetworkAddress(String value, String type, String scope) {
    public static final String IPV4 = "ipv4";
    public static final String IPV6 = "ipv6";
    public static final String HOSTNAME = "hostname";

    private static final Pattern IPV4_SHAPE = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    /** Anything InetAddress could take for IPv6; it needs a colon, so no name is ever looked up. */
    private static final Pattern IPV6_SHAPE = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** The address with type and scope derived from its value. */
    public static NetworkAddress derive(String value) {
        return parseIp(value)
                .map(ip -> new NetworkAddress(value, ip.getAddress().length == 4 ? IPV4 : IPV6, scope(ip)))
                .orElseGet(() -> new NetworkAddress(value, HOSTNAME, ""));
    }

    /** The IP address that the text is, or empty if it is none. Never looks up a name. */
    public static Optional<InetAddress> parseIp(String text) {
        if (!IPV4_SHAPE.matcher(text).matches() && !IPV6_SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String scope(InetAddress ip) {
        byte[] b = ip.getAddress();
        boolean v4 = b.length == 4;
        if (ip.isLoopbackAddress()) {
            return "local-machine";
        }
        if (v4 ? ip.isSiteLocalAddress() : (b[0] & 0xfe) == 0xfc) {
            return "local-cloud";
        }
        if (v4 && (b[0] & 0xf0) == 0xf0 && !isLimitedBroadcast(b)) {
            return "local-fan";
        }
        if (ip.isLinkLocalAddress() || ip.isMCLinkLocal() || ip.isMCNodeLocal()) {
            return "link-local";
        }
        return ip.isAnyLocalAddress() || ip.isMulticastAddress() || v4 && isLimitedBroadcast(b) ? "" : "public";
    }

    private static boolean isLimitedBroadcast(byte[] b) {
        return new BigInteger(1, b).equals(BigInteger.valueOf(0xffffffffL));
    }
}
