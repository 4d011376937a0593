// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version, system and architecture of agent binaries, such as {@code 4.0-beta5-ubuntu-amd64}.
 *
 * @param number version number
 * @param os operating system, or the series in descriptions of old models
 * @param arch architecture
 */
public record AgentBinaryVersion(AgentVersion number, String os, String arch) {
    private static final Pattern SHAPE = Pattern.compile("(.+)-([a-z0-9]+)-([a-z0-9]+)");

    /**
     * Parses {@code <number>-<os>-<arch>}.
     *
     * @throws FacetException without code: {@code invalid binary version "<text>"}
     */
    public static AgentBinaryVersion parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches()) {
            throw FacetException.uncoded("invalid binary version \"" + text + "\"");
        }
        try {
            return new AgentBinaryVersion(AgentVersion.parse(m.group(1)), m.group(2), m.group(3));
        } catch (FacetException e) {
            throw FacetException.uncoded("invalid binary version \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return number + "-" + os + "-" + arch;
    }
}
