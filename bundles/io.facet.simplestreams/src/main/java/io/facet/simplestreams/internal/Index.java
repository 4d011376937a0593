// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.simplestreams.CloudRegion;
import io.facet.simplestreams.Query;
import io.facet.simplestreams.StreamsException;
import io.facet.simplestreams.StreamsException.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the files of a source has what is wanted ({@code provisioning-info.md} 7.4). */
final class Index {

    private static final String FORMAT = "index:1.0";

    private final List<Map.Entry<String, JsonNode>> entries;

    Index(StreamsJson json, Document document) {
        JsonNode index = json.tree(document);
        String format = StreamsJson.text(index, "format");
        if (!format.equals(FORMAT)) {
            throw new StreamsException(
                    Kind.FAILED,
                    "unexpected index file format \"" + format + "\", expected \"" + FORMAT + "\" at URL \""
                            + document.url() + "\"");
        }
        entries = List.copyOf(index.path("index").properties());
    }

    /**
     * Path of the products file, or none if no product in the index is wanted.
     *
     * @throws StreamsException of kind {@code NOT_FOUND} for an index without data of the type or for the cloud
     */
    Optional<String> path(Query query) {
        List<JsonNode> ofType = entries.stream()
                .filter(entry -> query.contentId().isEmpty() || entry.getKey().equals(query.contentId()))
                .map(Map.Entry::getValue)
                .filter(entry -> StreamsJson.text(entry, "datatype").equals(query.dataType()))
                .toList();
        if (ofType.isEmpty()) {
            throw new StreamsException(Kind.NOT_FOUND, "\"" + query.dataType() + "\" data not found");
        }
        List<JsonNode> forCloud = ofType.stream()
                .filter(entry ->
                        query.cloud().isEmpty() || isFor(entry, query.cloud().get()))
                .toList();
        if (forCloud.isEmpty()) {
            throw new StreamsException(
                    Kind.NOT_FOUND,
                    "index file has no data for cloud " + query.cloud().orElseThrow() + " not found");
        }
        return forCloud.stream()
                .filter(entry -> !Collections.disjoint(StreamsJson.texts(entry.path("products")), query.products()))
                .map(entry -> StreamsJson.text(entry, "path"))
                .findFirst();
    }

    /** Whether an entry is for a cloud; one that names none is for all. */
    static boolean isFor(JsonNode entry, CloudRegion cloud) {
        JsonNode clouds = entry.path("clouds");
        if (clouds.isEmpty()) {
            return true;
        }
        for (JsonNode each : clouds) {
            if (cloud.isSame(new CloudRegion(StreamsJson.text(each, "region"), StreamsJson.text(each, "endpoint")))) {
                return true;
            }
        }
        return false;
    }
}
