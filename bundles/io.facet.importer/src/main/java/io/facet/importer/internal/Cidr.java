// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.NetworkAddress;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A network range.
 *
 * @param address the address in front of the slash
 * @param bits how many bits an address of its family has
 * @param prefix how many of them name the network
 */
record Cidr(BigInteger address, int bits, int prefix) {

    /** The range that the text is, or empty if it is none. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return NetworkAddress.parseIp(text.substring(0, slash))
                .map(ip -> new Cidr(new BigInteger(1, ip.getAddress()), ip.getAddress().length * 8, prefix))
                .filter(cidr -> cidr.prefix <= cidr.bits);
    }

    /** Whether the text is a range whose address has no bits behind the prefix. */
    static boolean isCanonical(String text) {
        return parse(text).filter(cidr -> cidr.address.equals(cidr.network())).isPresent();
    }

    private BigInteger network() {
        return address.shiftRight(bits - prefix).shiftLeft(bits - prefix);
    }
}
