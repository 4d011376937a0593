// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.simplestreams.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mirrors that a source refers to ({@code provisioning-info.md} section 13). */
final class Mirrors {

    private static final String FORMAT = "mirrors:1.0";

    /** Where a mirror has the products. */
    record Mirror(String baseUrl, String path) {}

    private Mirrors() {}

    /** Path of the file that lists the mirrors, if the references name one that fits. */
    static Optional<String> reference(JsonNode references, Query query) {
        return best(
                        listed(references, query).stream()
                                .filter(each ->
                                        StreamsJson.text(each, "datatype").equals(query.dataType()))
                                .filter(each -> StreamsJson.text(each, "format").equals(FORMAT))
                                .toList(),
                        query)
                .map(each -> StreamsJson.text(each, "path"))
                .filter(path -> !path.isEmpty());
    }

    /** The mirror to use, if the list has one that fits. */
    static Optional<Mirror> mirror(JsonNode list, Query query) {
        if (!StreamsJson.text(list, "format").equals(FORMAT)) {
            return Optional.empty();
        }
        return best(listed(list, query), query)
                .map(each -> new Mirror(StreamsJson.text(each, "mirror"), StreamsJson.text(each, "path")))
                .filter(mirror -> !mirror.baseUrl().isEmpty() && !mirror.path().isEmpty());
    }

    private static List<JsonNode> listed(JsonNode file, Query query) {
        List<JsonNode> listed = new ArrayList<>();
        file.path("mirrors").path(query.contentId()).forEach(listed::add);
        return listed;
    }

    /** The one for the cloud, else one that is for no cloud in particular. */
    private static Optional<JsonNode> best(List<JsonNode> listed, Query query) {
        return listed.stream()
                .filter(each -> !each.path("clouds").isEmpty())
                .filter(each -> query.cloud().isPresent()
                        && Index.isFor(each, query.cloud().get()))
                .findFirst()
                .or(() -> listed.stream()
                        .filter(each -> each.path("clouds").isEmpty())
                        .findFirst());
    }
}
