// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What YAML 1.1 takes a plain scalar for ({@code model-description.md} section 1): {@code 0}, {@code 22.04},
 * {@code true}, {@code n} and {@code 52:54:00:00:00:10} are not text. Times are text, as section 1 wants them.
 */
enum ScalarKind {
    TEXT,
    INT,
    FLOAT,
    BOOL,
    NULL;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INT_SHAPE = Pattern.compile("[-+]?(0b[01_]+|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F_]+)");
    /** Numbers to the base 60, whole or broken; this is what a MAC address of digits only falls into. */
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");

    private static final Pattern FLOAT_SHAPE = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** What a plain scalar is. */
    static ScalarKind ofPlain(String text) {
        if (NULLS.contains(text)) {
            return NULL;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return BOOL;
        }
        char first = text.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return TEXT;
        }
        if (INT_SHAPE.matcher(text).matches() || BASE_60.matcher(text).matches()) {
            return INT;
        }
        return FLOAT_SHAPE.matcher(text).matches() && !overflows(text) ? FLOAT : TEXT;
    }

    /** A hash such as {@code 123e4567} only looks like a number: writers leave it unquoted, since no float holds it. */
    private static boolean overflows(String text) {
        return (text.indexOf('e') >= 0 || text.indexOf('E') >= 0)
                && Double.isInfinite(Double.parseDouble(text.replace("_", "")));
    }

    /** The value of a scalar that is a {@link #BOOL}. */
    static boolean isTrue(String text) {
        return TRUE.contains(text);
    }
}
