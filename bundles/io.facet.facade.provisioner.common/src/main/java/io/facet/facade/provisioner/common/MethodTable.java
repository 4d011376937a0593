// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.FacadeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The methods of one facade version. A call is checked in the order of {@code wire.md} 2.3: method, parameters,
 * permission to open the facade; then the method's own rules.
 */
public final class MethodTable {

    private final String facade;
    private final Map<String, Method<?>> methods;
    private final Json json = new Json();

    private MethodTable(String facade, List<Method<?>> methods) {
        this.facade = facade;
        Map<String, Method<?>> byName = new LinkedHashMap<>();
        methods.forEach(method -> byName.put(method.name(), method));
        this.methods = Map.copyOf(byName);
    }

    /** The methods of version 11. */
    public static MethodTable version11() {
        return new MethodTable(
                "version 11 for facade type \"Provisioner\"",
                Stream.of(
                                EnvironmentMethods.all(),
                                AddressMethods.all(),
                                MachineMethods.all(),
                                StatusMethods.all(),
                                LifeMethods.all(),
                                InstanceMethods.all(),
                                DistributionMethods.all(),
                                ContainerSupportMethods.all(),
                                NetworkMethods.all(),
                                ToolsMethods.all(),
                                WatchMethods.all())
                        .flatMap(List::stream)
                        .toList());
    }

    /** The methods served, by their wire names. */
    public Set<String> names() {
        return methods.keySet();
    }

    /**
     * Runs one method.
     *
     * @param services finds the services for this call
     * @throws FacadeException for an unknown method, undecodable parameters, and every refusal
     */
    public CompletionStage<byte[]> call(
            CallContext context, Supplier<Services> services, String method, byte[] params) {
        Method<?> found = methods.get(method);
        if (found == null) {
            throw new FacadeException("not implemented", "unknown method \"" + method + "\" at " + facade);
        }
        try {
            return run(found, context, services, params).handle(this::finish);
        } catch (FacetException e) {
            throw refused(e);
        }
    }

    private <P> CompletionStage<?> run(
            Method<P> method, CallContext context, Supplier<Services> services, byte[] params) {
        P decoded = json.decode(params, method.params());
        if (!new MachineAccess(context.caller()).mayOpen()) {
            throw FacetException.permissionDenied();
        }
        return method.handler().handle(new Call(context, services.get()), decoded);
    }

    private byte[] finish(Object result, Throwable failure) {
        if (failure == null) {
            return json.encode(result);
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        throw cause instanceof FacetException refusal ? refused(refusal) : new CompletionException(cause);
    }

    private static FacadeException refused(FacetException refusal) {
        return new FacadeException(refusal.code().wire(), refusal.getMessage());
    }
}
