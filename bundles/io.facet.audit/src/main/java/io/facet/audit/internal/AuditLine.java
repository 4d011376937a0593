// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.SwapStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** The lines of the audit log: one JSON object each, which holds what is named here and nothing else of an event. */
final class AuditLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS_PER_MS = 1e6;

    private AuditLine() {}

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** A login. */
    static String login(Instant time, LoginEvent event) throws IOException {
        return line(time, "login", json -> {
            peer(json, event.peer());
            json.writeStringField("outcome", event.outcome());
            took(json, event.took());
        });
    }

    /** A connection that was opened or closed. */
    static String connection(Instant time, String what, Peer peer) throws IOException {
        return line(time, what, json -> peer(json, peer));
    }

    /** A call. */
    static String call(Instant time, CallEvent event, int maxEntities) throws IOException {
        EntityTags entities = EntityTags.of(event.params(), maxEntities);
        BulkOutcome bulk = event.result() == null ? new BulkOutcome(0, Map.of()) : BulkOutcome.of(event.result());
        return line(time, event.readOnly() ? "read" : "call", json -> {
            json.writeStringField("id", event.id());
            peer(json, event.peer());
            json.writeStringField("facade", event.facade());
            json.writeNumberField("version", event.version());
            json.writeStringField("method", event.method());
            json.writeArrayFieldStart("entities");
            for (String tag : entities.tags()) {
                json.writeString(tag);
            }
            json.writeEndArray();
            if (entities.more()) {
                json.writeBooleanField("more-entities", true);
            }
            json.writeStringField("outcome", event.outcome());
            if (bulk.entries() > 0) {
                json.writeNumberField("entries", bulk.entries());
                json.writeObjectFieldStart("failed");
                for (Map.Entry<String, Integer> code : bulk.failed().entrySet()) {
                    json.writeNumberField(code.getKey(), code.getValue());
                }
                json.writeEndObject();
            }
            took(json, event.took());
        });
    }

    /** An exchange of a facade or service. */
    static String swap(Instant time, SwapStatus swap) throws IOException {
        return line(time, "swap", json -> {
            json.writeStringField(
                    "kind", swap.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("subject", swap.subject());
            json.writeStringField("from-version", swap.from());
            json.writeStringField("to-version", swap.to());
            json.writeStringField(
                    "begun", swap.begun().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeNumberField("gap-ms", swap.gap().toMillis());
            json.writeStringField("outcome", swap.outcome());
        });
    }

    /** Events of which there is no line. */
    static String lost(Instant time, long events) throws IOException {
        return line(time, "lost", json -> json.writeNumberField("events", events));
    }

    private static String line(Instant time, String event, Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringField("event", event);
            fields.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void peer(JsonGenerator json, Peer peer) throws IOException {
        json.writeStringField("who", peer.authTag());
        if (peer.remoteAddress().isEmpty()) {
            // It came over no connection: somebody in the operator's shell acts as "who".
            json.writeStringField("by", "operator");
        } else {
            json.writeStringField("from", peer.remoteAddress());
        }
        if (peer.connection() != 0) {
            json.writeNumberField("connection", peer.connection());
        }
        json.writeStringField("model", peer.modelUuid());
    }

    private static void took(JsonGenerator json, Duration took) throws IOException {
        json.writeNumberField("took-ms", Math.round(took.toNanos() / NANOS_PER_MS * 10) / 10.0);
    }
}
