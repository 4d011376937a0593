// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import java.util.concurrent.CompletionStage;

/**
 * One method of the facade.
 *
 * @param name its wire name
 * @param params type of its parameters
 * @param readOnly whether it changes nothing; see {@link #reads} for what counts
 * @param handler what it does
 * @param <P> type of its parameters
 */
record Method<P>(String name, Class<P> params, boolean readOnly, Handler<P> handler) {

    /**
     * A method that changes nothing. To start a watcher is no change, and neither is what a search leaves behind for the
     * next one: {@code ProvisioningInfo} keeps what it found of published images, which no caller has a say in.
     */
    static <P> Method<P> reads(String name, Class<P> params, Handler<P> handler) {
        return new Method<>(name, params, true, handler);
    }

    /** A method that may change something: in the database, or, such as an address that is handed out, in the cloud. */
    static <P> Method<P> changes(String name, Class<P> params, Handler<P> handler) {
        return new Method<>(name, params, false, handler);
    }

    /** What a method does. */
    @FunctionalInterface
    interface Handler<P> {

        /** The result, to be written as JSON. A {@code FacetException}, thrown or in the stage, fails the whole call. */
        CompletionStage<?> handle(Call call, P params);
    }
}
