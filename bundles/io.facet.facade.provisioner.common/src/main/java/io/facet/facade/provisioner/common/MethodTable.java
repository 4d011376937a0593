// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.FacetException;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Caller;
import io.facet.facade.api.FacadeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of one facade version. A call is checked in the order of {@code wire.md} 2.3: method, parameters,
 * permission to open the facade; then the method's own rules.
 */
public final class MethodTable {

    private static final String CONTROLLER_MACHINE = "{\"entities\":[{\"tag\":\"machine-0\"}]}";

    /** For a machine, images might be looked for and saved. */
    private static final String NO_MACHINE = "{\"entities\":[]}";

    private final String facade;
    private final Map<String, Method<?>> methods;
    private final Json json = new Json();

    /** Of two methods with one name the later one counts. */
    private MethodTable(int version, Stream<Method<?>> methods) {
        this.facade = "version " + version + " for facade type \"Provisioner\"";
        Map<String, Method<?>> byName = new LinkedHashMap<>();
        methods.forEach(method -> byName.put(method.name(), method));
        this.methods = Map.copyOf(byName);
    }

    /** The methods of version 9 ({@code provisioner.md} 10.2). */
    public static MethodTable version9() {
        return new MethodTable(9, ofVersion9());
    }

    /** The methods of version 10. */
    public static MethodTable version10() {
        return new MethodTable(10, ofVersion10());
    }

    /** The methods of version 11. */
    public static MethodTable version11() {
        return new MethodTable(11, ofVersion11());
    }

    /** Those of version 10, but that it tells of one space alone where to put a machine. */
    private static Stream<Method<?>> ofVersion9() {
        return Stream.concat(ofVersion10(), Stream.of(InstanceMethods.provisioningInfoOfFirstSpace()));
    }

    /** Those of version 11, one that it has no more, and one that knows what its clients leave out. */
    private static Stream<Method<?>> ofVersion10() {
        return Stream.concat(
                ofVersion11(), Stream.of(MachineMethods.series(), NetworkMethods.setHostConfigFromMachine()));
    }

    private static Stream<Method<?>> ofVersion11() {
        return Stream.of(
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
                .flatMap(List::stream);
    }

    /** The methods served, by their wire names. */
    public Set<String> names() {
        return methods.keySet();
    }

    /** Those of them that change nothing. */
    public Set<String> readOnlyNames() {
        return methods.values().stream()
                .filter(Method::readOnly)
                .map(Method::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Runs one method.
     *
     * @param services finds the services for this call
     * @throws FacadeException for an unknown method, undecodable parameters, and every refusal
     */
    public CompletionStage<byte[]> call(
            CallContext context, Supplier<Services> services, String method, byte[] params) {
        return call(context.caller(), () -> Call.of(context, services.get()), method, params);
    }

    /**
     * Reads through the services with calls of its own, which write nothing and watch nothing.
     *
     * @param services finds the services
     * @return fails as the first call that fails; what is wrong with one machine is no failure
     */
    public CompletionStage<Void> probe(Supplier<Services> services) {
        return CompletableFuture.completedFuture(services)
                .thenApply(Supplier::get)
                .thenCompose(found -> found.store()
                        .read(tx -> Call.own(found.controller().identity(tx).modelUuid(), found)))
                .thenCompose(call -> probe(call, "Life", CONTROLLER_MACHINE)
                        .thenCompose(life -> probe(call, "ProvisioningInfo", NO_MACHINE)))
                .thenAccept(info -> {});
    }

    private CompletionStage<byte[]> probe(Call call, String method, String params) {
        return call(call.caller(), () -> call, method, params.getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<byte[]> call(Caller caller, Supplier<Call> call, String method, byte[] params) {
        Method<?> found = methods.get(method);
        if (found == null) {
            throw new FacadeException("not implemented", "unknown method \"" + method + "\" at " + facade);
        }
        try {
            return run(found, caller, call, params).handle(this::finish);
        } catch (FacetException e) {
            throw refused(e);
        }
    }

    private <P> CompletionStage<?> run(Method<P> method, Caller caller, Supplier<Call> call, byte[] params) {
        P decoded = json.decode(params, method.params());
        if (!new MachineAccess(caller).mayOpen()) {
            throw FacetException.permissionDenied();
        }
        return method.handler().handle(call.get(), decoded);
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
