// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.http;

import io.facet.access.api.LoginRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** HTTP Basic credentials, and the nonce that machines add ({@code wire.md} section 7). */
final class Credentials {

    static final String NONCE = "X-Juju-Nonce";

    private static final String BASIC = "basic ";

    private Credentials() {}

    /**
     * The login that the headers ask for; empty if they hold no credentials.
     *
     * @param authorization value of the header {@code Authorization}, or null
     * @param nonce value of the header {@value #NONCE}, or null
     */
    static Optional<LoginRequest> login(String model, String authorization, String nonce) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).trim()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon <= 0
                    ? Optional.empty()
                    : Optional.of(new LoginRequest(
                            model, pair.substring(0, colon), pair.substring(colon + 1), nonce == null ? "" : nonce));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
