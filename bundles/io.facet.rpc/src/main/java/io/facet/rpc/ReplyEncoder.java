// SPDX-License-Identifier: Apache-2.0
package io.facet.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Encodes replies ({@code wire.md} 2.1): {@code response} is always there, the trace keys are those of the request, and
 * a newline ends it. {@code <}, {@code >} and {@code &} are written plainly, which is equivalent JSON.
 */
final class ReplyEncoder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private ReplyEncoder() {}

    static byte[] success(Request request, byte[] result) {
        return encode(request, null, result);
    }

    static byte[] failure(Request request, RpcException failure) {
        return encode(request, failure, EMPTY_OBJECT);
    }

    private static byte[] encode(Request request, RpcException failure, byte[] result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(result.length + 128);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("request-id");
            json.writeNumber(Long.toUnsignedString(request.requestId()));
            if (failure != null) {
                json.writeStringField("error", WellFormed.text(failure.getMessage()));
                writeIfSet(json, "error-code", failure.code());
            }
            json.writeFieldName("response");
            json.writeRawValue("");
            json.flush();
            out.write(result);
            trace(json, request.trace());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static void trace(JsonGenerator json, Trace trace) throws IOException {
        writeIfSet(json, "trace-id", trace.traceId());
        writeIfSet(json, "span-id", trace.spanId());
        if (trace.flags() != 0) {
            json.writeNumberField("trace-flags", trace.flags());
        }
    }

    private static void writeIfSet(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, WellFormed.text(value));
        }
    }
}
