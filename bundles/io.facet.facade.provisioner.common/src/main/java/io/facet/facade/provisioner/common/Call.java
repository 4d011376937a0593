// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.facade.api.CallContext;
import io.facet.store.api.TransactionBody;
import java.util.concurrent.CompletionStage;

/**
 * One call in progress.
 *
 * @param context who calls, and where watchers go
 * @param services the services found at its start
 */
record Call(CallContext context, Services services) {

    /** UUID of the model of the connection. */
    String modelUuid() {
        return context.modelUuid();
    }

    /** Which machines the caller may see. */
    MachineAccess access() {
        return new MachineAccess(context.caller());
    }

    <T> CompletionStage<T> read(TransactionBody<T> body) {
        return services.store().read(body);
    }

    <T> CompletionStage<T> write(TransactionBody<T> body) {
        return services.store().write(modelUuid(), body);
    }
}
