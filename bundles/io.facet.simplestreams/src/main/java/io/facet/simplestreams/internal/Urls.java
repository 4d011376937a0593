// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

/** Base URLs and paths. */
public final class Urls {

    private Urls() {}

    /** A path below a base URL, with one slash between them. */
    public static String join(String base, String path) {
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return start + "/" + (path.startsWith("/") ? path.substring(1) : path);
    }

    /** Whether a URL is of this machine's own files. */
    static boolean isFile(String url) {
        return url.regionMatches(true, 0, "file:", 0, 5);
    }
}
