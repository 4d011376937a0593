// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an HTTP resource ({@code wire.md} section 7).
 *
 * @param model what the path says of the model; empty for the controller model
 * @param segment which resource
 * @param name what is wanted of it; empty if nothing follows the segment
 */
public record ResourcePath(String model, String segment, String name) {

    private static final Pattern SHAPE = Pattern.compile("(?:/model/([^/]*))?/([^/]+)(?:/([^/]+))?");

    /** The parts of a path, or empty for one that no resource can have. */
    public static Optional<ResourcePath> parse(String path) {
        Matcher match = SHAPE.matcher(path);
        return match.matches()
                ? Optional.of(new ResourcePath(text(match.group(1)), match.group(2), text(match.group(3))))
                : Optional.empty();
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }
}
