// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facet.rpc.GoText;
import io.facet.rpc.RpcException;
import java.io.IOException;
import java.util.Locale;

/**
 * The parameters of {@code Admin.Login} that matter ({@code wire.md} 4.1).
 *
 * @param authTag {@code auth-tag}, empty if absent
 * @param credentials clear-text password, empty if absent
 * @param nonce nonce of a machine agent, empty if absent
 * @param token a JWT, empty if absent
 */
record LoginParams(String authTag, String credentials, String nonce, String token) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** @throws RpcException if a member is of the wrong type; no code ({@code wire.md} 2.3) */
    static LoginParams decode(byte[] params) {
        String authTag = "";
        String credentials = "";
        String nonce = "";
        String token = "";
        try (JsonParser json = JSON.createParser(params)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName().toLowerCase(Locale.ROOT);
                JsonToken value = json.nextToken();
                switch (name) {
                    case "auth-tag" -> authTag = text(json, value, name, authTag);
                    case "credentials" -> credentials = text(json, value, name, credentials);
                    case "nonce" -> nonce = text(json, value, name, nonce);
                    case "token" -> token = text(json, value, name, token);
                    case "user-data", "cli-args", "client-version" -> text(json, value, name, "");
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new RpcException("", "json: cannot read the parameters of Login: " + e.getMessage());
        }
        return new LoginParams(authTag, credentials, nonce, token);
    }

    private static String text(JsonParser json, JsonToken value, String name, String old) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return old;
        }
        if (value != JsonToken.VALUE_STRING) {
            throw new RpcException("", "json: cannot unmarshal " + GoText.quote(name) + " of Login, which is a string");
        }
        return json.getText();
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "LoginParams[authTag=" + authTag + "]";
    }
}
