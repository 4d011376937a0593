// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version number of the agent binaries, such as {@code 4.0.1}, {@code 4.0-beta5} or {@code 2.9.31.2}.
 *
 * @param major first part
 * @param minor second part
 * @param tag pre-release word such as {@code beta}, or empty
 * @param patch third part, or the number behind the tag
 * @param build build number, 0 if none
 */
public record AgentVersion(int major, int minor, String tag, int patch, int build) implements Comparable<AgentVersion> {
    /** The number that stands for "none". */
    public static final AgentVersion ZERO = new AgentVersion(0, 0, "", 0, 0);

    private static final Pattern SHAPE =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9})|-([a-z]+)(\\d{1,9}))?(?:\\.(\\d{1,9}))?");

    /**
     * Parses a version number.
     *
     * @throws FacetException without code: {@code invalid version "<text>"}
     */
    public static AgentVersion parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches()) {
            throw FacetException.uncoded("invalid version \"" + text + "\"");
        }
        String tag = m.group(4) == null ? "" : m.group(4);
        return new AgentVersion(
                Integer.parseInt(m.group(1)),
                Integer.parseInt(m.group(2)),
                tag,
                number(tag.isEmpty() ? m.group(3) : m.group(5)),
                number(m.group(6)));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Pre-releases come before the release they lead to. */
    @Override
    public int compareTo(AgentVersion other) {
        return Comparator.comparingInt(AgentVersion::major)
                .thenComparingInt(AgentVersion::minor)
                .thenComparing(v -> v.tag.isEmpty() ? "~" : v.tag)
                .thenComparingInt(AgentVersion::patch)
                .thenComparingInt(AgentVersion::build)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + (tag.isEmpty() ? "." : "-" + tag) + patch + (build == 0 ? "" : "." + build);
    }
}
