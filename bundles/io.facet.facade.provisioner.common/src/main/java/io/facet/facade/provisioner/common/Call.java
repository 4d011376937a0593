// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.Watch;
import io.facet.store.api.TransactionBody;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One call in progress.
 *
 * @param caller who calls
 * @param modelUuid UUID of the model of the connection
 * @param watchers where watchers go, which gives them ids
 * @param services the services found at its start
 */
record Call(Caller caller, String modelUuid, Function<Watch, String> watchers, Services services) {

    private static final Caller CONTROLLER = new Caller("machine-0", Caller.Kind.MACHINE, true);

    static Call of(CallContext context, Services services) {
        return new Call(context.caller(), context.modelUuid(), context::watch, services);
    }

    /** One that the facade makes itself, as a controller on the controller model. */
    static Call own(String controllerModelUuid, Services services) {
        return new Call(
                CONTROLLER,
                controllerModelUuid,
                watch -> {
                    throw new IllegalStateException("only a client can watch");
                },
                services);
    }

    /** Which machines the caller may see. */
    MachineAccess access() {
        return new MachineAccess(caller);
    }

    /** The id of a new watcher. */
    String watch(Watch watch) {
        return watchers.apply(watch);
    }

    <T> CompletionStage<T> read(TransactionBody<T> body) {
        return services.store().read(body);
    }

    /** As {@link #read}, for what is mostly found without the database. */
    <T> CompletionStage<T> readKept(TransactionBody<T> body) {
        return services.store().readKept(body);
    }

    <T> CompletionStage<T> write(TransactionBody<T> body) {
        return services.store().write(modelUuid(), body);
    }
}
