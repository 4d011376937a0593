// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

/** Text that can be written as UTF-8: a surrogate without its partner becomes U+FFFD, as in the reference. */
final class WellFormed {

    private WellFormed() {}

    static String text(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && !Character.isSurrogate(text.charAt(i))) {
            i++;
        }
        return i == length ? text : repaired(text);
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
