// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.access.api.LoginService;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.internal.CallTrail;
import io.facet.apiserver.internal.InFlight;
import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServiceSlot;
import io.facet.apiserver.internal.facade.CallRunner;
import io.facet.apiserver.internal.facade.Parking;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the login service, waiting a while for one that is being replaced. */
public final class Logins {

    private final ServiceSlot<LoginService> services = new ServiceSlot<>();
    private final InFlight running = new InFlight();
    private final Parking parking;

    public Logins(Parking parking) {
        this.parking = parking;
    }

    /** A login service came. */
    public void add(Rank rank, LoginService service) {
        services.add(rank, service);
        parking.wake(this);
    }

    /** A login service goes: it is asked no more. */
    public void remove(long serviceId) {
        services.remove(serviceId);
    }

    /** Waits for the answers to what the services were asked before. */
    public CompletableFuture<Drain> drain(long timeoutMs) {
        return running.drain(timeoutMs);
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
        ask(runner, question, parking.deadline(), answer);
        return answer;
    }

    private <T> void ask(
            CallRunner runner,
            Function<LoginService, CompletionStage<T>> question,
            long deadline,
            CompletableFuture<T> answer) {
        if (isReady()) {
            runner.run(new CallTrail(runner.peer().peer()), () -> begin(runner, question, deadline, answer), answer);
            return;
        }
        CompletableFuture<Void> turn = parking.park(this, deadline, runner.peer()::refused);
        turn.whenComplete((unused, failure) -> {
            if (failure == null) {
                ask(runner, question, deadline, answer);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((unused, failure) -> turn.cancel(false));
        if (isReady()) {
            parking.wake(this);
        }
    }

    private <T> CompletionStage<T> begin(
            CallRunner runner,
            Function<LoginService, CompletionStage<T>> question,
            long deadline,
            CompletableFuture<T> answer)
            throws Exception {
        InFlight.Lease place = running.enter().orElseThrow();
        Optional<LoginService> service = services.current();
        if (service.isEmpty()) {
            // It went while this waited for a thread.
            place.release();
            ask(runner, question, deadline, answer);
            return answer;
        }
        return place.run(() -> question.apply(service.get()));
    }
}
