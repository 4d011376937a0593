// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.NetworkAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP network.
 *
 * @param base its first address
 * @param prefix length of its prefix
 */
record IpRange(InetAddress base, int prefix) {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** The network around an address with a prefix length, such as {@code 10.1.2.3/24}; empty if the text is none. */
    static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !NUMBER.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return NetworkAddress.parseIp(text.substring(0, slash))
                .filter(ip -> prefix <= ip.getAddress().length * Byte.SIZE)
                .map(ip -> around(ip, prefix));
    }

    /** The network with this prefix length that holds the address. */
    static IpRange around(InetAddress ip, int prefix) {
        int hostBits = ip.getAddress().length * Byte.SIZE - prefix;
        BigInteger base =
                new BigInteger(1, ip.getAddress()).shiftRight(hostBits).shiftLeft(hostBits);
        return new IpRange(address(base, ip.getAddress().length), prefix);
    }

    /** Whether this network holds all of the other. */
    boolean contains(IpRange other) {
        return other.base.getAddress().length == base.getAddress().length
                && other.prefix >= prefix
                && around(other.base, prefix).equals(this);
    }

    /** Whether addresses of this network are of the same family as {@code ip}. */
    boolean fits(InetAddress ip) {
        return ip.getAddress().length == base.getAddress().length;
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return text(base) + "/" + prefix;
    }

    /** The canonical text of an address: RFC 5952 for IPv6. */
    static String text(InetAddress ip) {
        byte[] bytes = ip.getAddress();
        if (bytes.length == 4) {
            return ip.getHostAddress();
        }
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << Byte.SIZE | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int zeros = zerosAt(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return start < 0
                ? join(groups, 0, groups.length)
                : join(groups, 0, start) + "::" + join(groups, start + length, groups.length);
    }

    private static int zerosAt(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static InetAddress address(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] all = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, all, length - count, count);
        try {
            return InetAddress.getByAddress(all);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(Arrays.toString(all) + " is not an IP address", e);
        }
    }
}
