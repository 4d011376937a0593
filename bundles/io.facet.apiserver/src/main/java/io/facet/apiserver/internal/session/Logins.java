// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.access.api.LoginService;
import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServiceSlot;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.Parking;
import io.facet.rpc.RpcException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the login service, waiting a while for one that is being replaced. */
public final class Logins {

    private final ServiceSlot<LoginService> services = new ServiceSlot<>();
    private final Parking parking;

    public Logins(Parking parking) {
        this.parking = parking;
    }

    /** A login service came. */
    public void add(Rank rank, LoginService service) {
        services.add(rank, service);
        parking.wake(this);
    }

    /** A login service went. */
    public void remove(long serviceId) {
        services.remove(serviceId);
    }

    /** Whether logins are possible just now. */
    public boolean isReady() {
        return services.current().isPresent();
    }

    /** The model that a connection names. */
    public CompletableFuture<Optional<ConnectedModel>> model(CallRunner runner, String modelUuid) {
        return ask(runner, service -> service.model(modelUuid));
    }

    /** Decides a login. */
    public CompletableFuture<LoginDecision> login(CallRunner runner, LoginRequest request) {
        return ask(runner, service -> service.login(request));
    }

    private <T> CompletableFuture<T> ask(CallRunner runner, Function<LoginService, CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (isReady()) {
            run(runner, question, answer);
            return answer;
        }
        CompletableFuture<Void> turn = parking.park(this, parking.deadline());
        turn.whenComplete((unused, failure) -> {
            if (failure == null) {
                run(runner, question, answer);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((unused, failure) -> turn.cancel(false));
        if (isReady()) {
            parking.wake(this);
        }
        return answer;
    }

    private <T> void run(
            CallRunner runner, Function<LoginService, CompletionStage<T>> question, CompletableFuture<T> answer) {
        runner.run(() -> question.apply(services.current().orElseThrow(RpcException::tryAgain)), answer);
    }
}
