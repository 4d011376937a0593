// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** The results of {@code Next} ({@code wire.md} 6.2). */
final class Events {

    private static final JsonFactory JSON = new JsonFactory();

    private Events() {}

    static byte[] notification() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    /** The id is empty here, but its key is there. */
    static byte[] strings(Collection<String> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("watcher-id", "");
            json.writeArrayFieldStart("changes");
            for (String change : changes) {
                json.writeString(change);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
