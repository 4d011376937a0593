// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.core.FacetException;
import io.facet.store.api.Store;
import io.facet.store.api.TransactionBody;
import io.facet.upgrade.api.UpgradeException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.support.CommandException;

/**
 * The way from a command to the services. What an operator can mend comes out as a {@link CommandException} with one plain
 * sentence, which the shell prints and does not log; anything else is a fault and goes its usual way.
 */
public final class Services {
    private static final long TIMEOUT_S = 120;

    private Services() {}

    /** A work step that may be refused. */
    @FunctionalInterface
    public interface Step<T> {
        /** Does the work. */
        T run() throws Exception;
    }

    /** A failure that the operator reads as the given sentence. */
    public static CommandException failure(String sentence) {
        return new CommandException(sentence);
    }

    /**
     * The service itself.
     *
     * @param service the service; null while it is away, since commands stay registered without it
     * @param bundle the bundle that provides it
     */
    public static <T> T required(T service, Class<T> type, String bundle) throws CommandException {
        if (service == null) {
            throw failure(type.getSimpleName() + " is not available; is bundle " + bundle + " active?");
        }
        return service;
    }

    /** The result of a read transaction. */
    public static <T> T read(Store store, TransactionBody<T> body) throws Exception {
        Store present = required(store, Store.class, "io.facet.store");
        return await(present.read(body));
    }

    /** The result of a write transaction of one model. */
    public static <T> T write(Store store, String modelUuid, TransactionBody<T> body) throws Exception {
        Store present = required(store, Store.class, "io.facet.store");
        return await(present.write(modelUuid, body));
    }

    /** The result of a step whose refusals are for the operator to read. */
    public static <T> T refusable(Step<T> step) throws Exception {
        try {
            return step.run();
        } catch (FacetException | UpgradeException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FacetException refusal) {
                throw new CommandException(refusal.getMessage(), refusal);
            }
            if (e.getCause() instanceof CommandException refusal) {
                throw refusal;
            }
            throw e;
        } catch (TimeoutException e) {
            throw failure("The database did not answer within " + TIMEOUT_S + " s; see the log.");
        }
    }
}
