// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facet.access.api.LoginDecision.Accepted;
import io.facet.access.api.LoginDecision.ServerAddress;
import io.facet.access.api.LoginDecision.UserAccess;
import io.facet.apiserver.internal.facade.FacadeKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedSet;

/** The result of a successful login ({@code wire.md} 4.6). */
final class LoginReply {

    private static final JsonFactory JSON = new JsonFactory();

    private LoginReply() {}

    /**
     * @param modelUuid the model connected to, empty on a controller-only connection
     * @param facades what the connection reaches
     */
    static byte[] encode(Accepted login, String modelUuid, SortedSet<FacadeKey> facades) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!login.servers().isEmpty()) {
                servers(json, login.servers());
            }
            if (!modelUuid.isEmpty()) {
                json.writeStringField("model-tag", "model-" + modelUuid);
            }
            json.writeStringField("controller-tag", "controller-" + login.controllerUuid());
            if (login.user().isPresent()) {
                user(json, login.authTag(), login.user().get());
            }
            facades(json, facades);
            json.writeStringField("server-version", login.serverVersion());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static void servers(JsonGenerator json, List<List<ServerAddress>> servers) throws IOException {
        json.writeArrayFieldStart("servers");
        for (List<ServerAddress> node : servers) {
            json.writeStartArray();
            for (ServerAddress address : node) {
                json.writeStartObject();
                json.writeStringField("value", address.value());
                json.writeStringField("type", address.type());
                json.writeStringField("scope", address.scope());
                json.writeNumberField("port", address.port());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void user(JsonGenerator json, String tag, UserAccess access) throws IOException {
        json.writeObjectFieldStart("user-info");
        json.writeStringField("display-name", "");
        json.writeStringField("identity", tag);
        json.writeStringField("controller-access", access.controllerAccess());
        json.writeStringField("model-access", access.modelAccess());
        json.writeEndObject();
    }

    private static void facades(JsonGenerator json, SortedSet<FacadeKey> facades) throws IOException {
        json.writeArrayFieldStart("facades");
        String open = null;
        for (FacadeKey key : facades) {
            if (!key.name().equals(open)) {
                if (open != null) {
                    json.writeEndArray();
                    json.writeEndObject();
                }
                open = key.name();
                json.writeStartObject();
                json.writeStringField("name", open);
                json.writeArrayFieldStart("versions");
            }
            json.writeNumber(key.version());
        }
        if (open != null) {
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
