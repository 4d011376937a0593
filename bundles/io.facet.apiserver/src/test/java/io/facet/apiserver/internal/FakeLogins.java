// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.access.api.LoginService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets known peers in, with as many tokens as it is given. */
public final class FakeLogins implements LoginService {

    public static final String CONTROLLER_MODEL = "00000000-0000-4000-8000-000000000001";
    public static final String CONTROLLER = "00000000-0000-4000-8000-0000000000cc";
    public static final String MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6";
    public static final String CAAS_MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c7";
    public static final String PASSWORD = "AbCdEfGhIjKlMnOpQrStUvWx";
    public static final String NONCE = "machine-0:7d0c";

    public final Map<String, String> models =
            new ConcurrentHashMap<>(Map.of(CONTROLLER_MODEL, "iaas", MODEL, "iaas", CAAS_MODEL, "caas"));
    public final AtomicInteger tokens = new AtomicInteger(Integer.MAX_VALUE);

    /** Holds logins back until completed. */
    public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Optional<ConnectedModel>> model(String modelUuid) {
        String uuid = modelUuid.isEmpty() ? CONTROLLER_MODEL : modelUuid;
        return CompletableFuture.completedFuture(
                Optional.ofNullable(models.get(uuid)).map(type -> new ConnectedModel(uuid, type)));
    }

    @Override
    public CompletionStage<LoginDecision> login(LoginRequest request) {
        return gate.thenApply(unused -> decide(request));
    }

    private LoginDecision decide(LoginRequest request) {
        String tag = request.authTag();
        if (!tag.startsWith("user-") && tokens.getAndDecrement() <= 0) {
            return new LoginDecision.Refused("try again", "try again", false);
        }
        if (!tag.contains("-")) {
            return new LoginDecision.Refused("", "\"" + tag + "\" is not a valid tag", false);
        }
        if ("machine-666".equals(tag)) {
            throw new IllegalStateException("the database is on fire");
        }
        if ("user-nobody".equals(tag)) {
            return new LoginDecision.Refused("unauthorized access", "permission denied", true);
        }
        if ("user-admin".equals(tag) && "topsecretpassword".equals(request.credentials())) {
            return accepted(tag, "user", false, false, Optional.of(new LoginDecision.UserAccess("superuser", "")));
        }
        if (!PASSWORD.equals(request.credentials())) {
            return new LoginDecision.Refused("unauthorized access", "invalid entity name or password", false);
        }
        if (!NONCE.equals(request.nonce())) {
            String id = tag.substring(tag.indexOf('-') + 1);
            return new LoginDecision.Refused("not provisioned", "machine " + id + " not provisioned", false);
        }
        boolean controller = "machine-0".equals(tag);
        return accepted(
                tag,
                tag.substring(0, tag.indexOf('-')),
                controller,
                controller && !request.modelUuid().isEmpty(),
                Optional.empty());
    }

    private static LoginDecision accepted(
            String tag,
            String kind,
            boolean controller,
            boolean controllerConnection,
            Optional<LoginDecision.UserAccess> user) {
        return new LoginDecision.Accepted(
                tag,
                kind,
                controller,
                controllerConnection,
                CONTROLLER,
                "4.0-beta5",
                List.of(List.of(new LoginDecision.ServerAddress("10.0.0.5", "ipv4", "local-cloud", 17070))),
                user);
    }
}
