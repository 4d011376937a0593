// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import java.math.BigInteger;
import java.util.OptionalLong;

/** Unsigned 64-bit numbers, whose bits are kept in a {@code long}. */
public final class Unsigned {

    private Unsigned() {}

    /** The bits of a number that may be missing. */
    static OptionalLong bits(BigInteger sent) {
        return sent == null ? OptionalLong.empty() : OptionalLong.of(checked(sent));
    }

    /**
     * The bits of a number.
     *
     * @throws IllegalArgumentException if it is negative or has more than 64 bits
     */
    static long checked(BigInteger sent) {
        if (sent.signum() < 0 || sent.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("number " + sent + " is not an unsigned 64-bit integer");
        }
        return sent.longValue();
    }

    /** The number that the bits stand for. */
    public static Number number(long bits) {
        return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}
