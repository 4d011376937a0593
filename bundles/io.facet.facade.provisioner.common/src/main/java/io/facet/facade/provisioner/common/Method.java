// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import java.util.concurrent.CompletionStage;

/**
 * One method of the facade.
 *
 * @param name its wire name
 * @param params type of its parameters
 * @param handler what it does
 * @param <P> type of its parameters
 */
record Method<P>(String name, Class<P> params, Handler<P> handler) {

    /** What a method does. */
    @FunctionalInterface
    interface Handler<P> {

        /** The result, to be written as JSON. A {@code FacetException}, thrown or in the stage, fails the whole call. */
        CompletionStage<?> handle(Call call, P params);
    }
}
