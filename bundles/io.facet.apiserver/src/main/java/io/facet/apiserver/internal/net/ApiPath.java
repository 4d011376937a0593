// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.net;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of API connections ({@code wire.md} 1.2). */
final class ApiPath {

    private static final Pattern MODEL = Pattern.compile("/model/([^/]*)/api");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private ApiPath() {}

    /** The path segment that names the model, empty text for a controller-only connection; empty for other paths. */
    static Optional<String> model(String path) {
        if ("/".equals(path) || "/api".equals(path)) {
            return Optional.of("");
        }
        Matcher match = MODEL.matcher(path);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Whether the segment may name a model: it need only contain a lower-case UUID, as in the reference. */
    static boolean isValid(String model) {
        return model.isEmpty() || UUID.matcher(model).find();
    }
}
