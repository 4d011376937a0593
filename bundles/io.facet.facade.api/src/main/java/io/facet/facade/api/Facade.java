// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One version of one facade, registered as a service with {@link FacadeVersion}. Parameters and results cross as JSON
 * bytes, so that every type, mapper and cache of a facade lives and dies with its bundle.
 */
@ConsumerType
public interface Facade {

    /** The methods served, by their wire names. Constant for the life of the service. */
    Set<String> methods();

    /**
     * Those of {@link #methods()} that change nothing, by their wire names. A call of any other is written to the audit log.
     * Constant for the life of the service.
     */
    default Set<String> readOnlyMethods() {
        return Set.of();
    }

    /**
     * Runs one method. Called on a thread of the server's bounded call executor; a wait of any length belongs into the
     * returned stage, not onto the thread.
     *
     * <p>Undecodable {@code params} and refusals are reported as a {@link FacadeException}, thrown or as the outcome of
     * the stage. Anything else that fails is logged by the server and answered with a text that leaks nothing.
     *
     * @param call who calls, on which model, and where to register watchers
     * @param method one of {@link #methods()}
     * @param params the JSON text of the call's parameters, UTF-8; {@code {}} if there were none
     * @return the JSON text of the result, an object, UTF-8
     */
    CompletionStage<byte[]> call(CallContext call, String method, byte[] params);

    /**
     * Tries whether this facade can serve, with a call of its own that reads through its services and changes nothing. The
     * server asks before it sends the first call, on a thread as for {@link #call}; while the answer is a failure, it asks
     * again and sends none.
     *
     * @return completes normally if calls may come
     */
    CompletionStage<Void> probe();
}
