// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answer to an HTTP request.
 *
 * @param status the status code
 * @param headers headers, without {@code Content-Length}
 * @param length bytes of the body
 * @param body the body; read on threads of the server's call executor no faster than the client takes it, and closed in
 *     any case. Reading blocks no longer than a disk does.
 */
public record HttpReply(int status, Map<String, String> headers, long length, InputStream body) {
    public HttpReply {
        headers = Map.copyOf(headers);
    }

    /** A plain text, with a newline behind it. */
    public static HttpReply text(int status, String text) {
        return of(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON text. */
    public static HttpReply json(int status, String json) {
        return of(status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpReply of(int status, Map<String, String> headers, byte[] body) {
        return new HttpReply(status, headers, body.length, new ByteArrayInputStream(body));
    }
}
