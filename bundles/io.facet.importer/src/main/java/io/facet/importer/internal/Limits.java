// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

/**
 * How much a document may ask of the reader.
 *
 * @param documentBytes size of the document
 * @param depth how deep maps and lists nest
 * @param scalarChars length of one scalar
 * @param nodes number of maps, lists and scalars, which is what memory is spent on
 */
record Limits(long documentBytes, int depth, int scalarChars, int nodes) {
    Limits {
        require("max.document.bytes", documentBytes, 1, Integer.MAX_VALUE);
        require("max.depth", depth, 8, 500);
        require("max.scalar.chars", scalarChars, 1024, Integer.MAX_VALUE);
        require("max.nodes", nodes, 1, Integer.MAX_VALUE);
    }

    private static void require(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "io.facet.importer: " + key + " is " + value + ", expected " + min + " to " + max);
        }
    }
}
