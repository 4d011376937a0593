// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The live objects of a JVM by class.
 *
 * @param text as the JDK prints it
 */
public record ClassHistogram(String text) {

    private static final String CLASS_LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** How many class loaders of bundles there are. */
    public int classLoaders() {
        Matcher line = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(CLASS_LOADER) + "(\\s|$)")
                .matcher(text);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** Size of all objects. */
    public long heapBytes() {
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IllegalStateException("no total in the class histogram: " + text.strip());
        }
        return Long.parseLong(total.group(1));
    }
}
