// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** Names of link-layer devices and of bridges over them ({@code networking.md} 2.6). */
final class DeviceNames {

    /** Natural order: numbers inside names by their value. Names that differ in nothing else keep the order of text. */
    static final Comparator<String> NATURAL_ORDER = Comparator.comparing(
                    DeviceNames::numbers, DeviceNames::compareNumbers)
            .thenComparing(Comparator.naturalOrder());

    private static final int ROOM_FOR_LONG_PREFIX = 13;
    private static final int TAIL = 6;

    private DeviceNames() {}

    /** The name of the bridge to make for a device; never longer than Linux allows. */
    static String bridge(String device) {
        String name = device.replace('.', '-');
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < ROOM_FOR_LONG_PREFIX) {
            return "br-" + name;
        }
        if (bytes.length == ROOM_FOR_LONG_PREFIX) {
            return "b-" + name;
        }
        if (name.startsWith("en")) {
            return "b-" + name.substring(2);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return String.format(Locale.ROOT, "b-%06x-%s", crc.getValue() & 0xffffff, name.substring(name.length() - TAIL));
    }

    private static List<BigInteger> numbers(String name) {
        List<BigInteger> numbers = new ArrayList<>();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int end = at + 1;
            if (!isDigit(bytes, at)) {
                numbers.add(BigInteger.valueOf(bytes[at] & 0xff));
            } else if (bytes[at] == '0' && end < bytes.length && bytes[end] == '0') {
                numbers.add(BigInteger.ZERO);
            } else {
                while (isDigit(bytes, end)) {
                    end++;
                }
                numbers.add(new BigInteger(new String(bytes, at, end - at, StandardCharsets.US_ASCII)));
            }
            at = end;
        }
        return numbers;
    }

    private static boolean isDigit(byte[] bytes, int at) {
        return at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9';
    }

    private static int compareNumbers(List<BigInteger> a, List<BigInteger> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
