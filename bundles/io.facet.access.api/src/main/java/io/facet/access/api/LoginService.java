// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Decides who a connection is ({@code wire.md} section 4). */
@ProviderType
public interface LoginService {

    /**
     * The model that a connection names, for the checks made before login.
     *
     * @param modelUuid UUID from the path, or empty for the controller model of a controller-only connection
     * @return the model, or empty if there is none
     */
    CompletionStage<Optional<ConnectedModel>> model(String modelUuid);

    /**
     * Authenticates: parses the tag, takes a rate limit token for anyone but users, checks credentials and nonce, and
     * looks up what the reply needs ({@code wire.md} 4.2 steps 2 to 5, 4.3, 4.5, 4.6).
     *
     * <p>A refusal is an ordinary outcome. The stage fails only where no decision could be made; the server then
     * answers with a code-less error, never with {@code unauthorized access}, which would make an agent uninstall
     * itself.
     */
    CompletionStage<LoginDecision> login(LoginRequest request);
}
