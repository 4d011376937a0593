// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.CallException;
import io.facet.apiserver.api.DirectCall;
import io.facet.apiserver.api.FacadeStatus;
import io.facet.controller.api.ControllerService;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Json;
import io.facet.shell.internal.Machines;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Parameters;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.CallableFacadeCompleter;
import io.facet.shell.internal.completers.CallerCompleter;
import io.facet.shell.internal.completers.MethodCompleter;
import io.facet.shell.internal.completers.ModelCompleter;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Calls a facade. */
@Service
@Command(
        scope = "facet",
        name = "call",
        description = "Call a method of a facade and print the answer",
        detailedDescription =
                "Sends a call as a client would and prints the result as JSON; an error is told with its code, and the command"
                        + " fails. The version is the highest that serves, unless one is given behind a slash. The caller is"
                        + " the agent of the controller, which may do everything, unless --as names an agent of the model or a"
                        + " user; no password is needed. Parameters are a JSON object in single quotes, or @FILE, or - for"
                        + " the standard input; without any it is {}. A file is read by the server: a relative path starts at"
                        + " the directory that Facet was started in (bin/facet makes it absolute for you). A watcher that the"
                        + " call starts ends with it. What changes something is written to the audit log. Examples:\n\n"
                        + "  facet:call Provisioner ModelUUID\n"
                        + "  facet:call --model prod --as machine-4 Provisioner/11 Life '{\"entities\": [{\"tag\":"
                        + " \"machine-4\"}]}'")
public final class CallCommand implements Action {
    private static final String CONTROLLER_AGENT = "machine-0";
    private static final long TIMEOUT_S = 300;

    @Option(
            name = "--as",
            description = "Tag of the agent or user to call as; the agent of the controller if not given")
    @Completion(CallerCompleter.class)
    String as;

    @Option(name = "--model", description = "Name or UUID of the model; the controller's own if not given")
    @Completion(ModelCompleter.class)
    String model;

    @Argument(index = 0, name = "facade", description = "Facade, or FACADE/VERSION", required = true)
    @Completion(CallableFacadeCompleter.class)
    String facade;

    @Argument(index = 1, name = "method", description = "Method", required = true)
    @Completion(MethodCompleter.class)
    String method;

    @Argument(index = 2, name = "params", description = "JSON object, @FILE, or - for the standard input")
    String params;

    @Reference(optional = true)
    ApiServer server;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    MachineService machines;

    @Reference(optional = true)
    ControllerService controllers;

    private record Caller(String tag, boolean controller, ModelInfo model) {}

    @Override
    public Object execute() throws Exception {
        ApiServer present = Connections.server(server);
        String name = facade.substring(0, facade.indexOf('/') < 0 ? facade.length() : facade.indexOf('/'));
        int version = version(present, name);
        byte[] json = Parameters.read(params, System.in);
        Caller caller = caller();
        DirectCall call = new DirectCall(
                caller.tag(),
                caller.controller(),
                caller.model().uuid(),
                caller.model().type(),
                name,
                version,
                method,
                json);
        try {
            Json.print(System.out, present.call(call).toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallException refusal) {
                throw Services.failure(
                        refusal.code().isEmpty() ? refusal.getMessage() : refusal.code() + ": " + refusal.getMessage());
            }
            throw e;
        } catch (TimeoutException e) {
            throw Services.failure("There was no answer within " + TIMEOUT_S + " s; see the log.");
        }
        return null;
    }

    private int version(ApiServer present, String name) throws CommandException {
        if (name.length() < facade.length()) {
            String version = facade.substring(name.length() + 1);
            if (!version.matches("[0-9]{1,9}")) {
                throw Services.failure("\"" + facade + "\" is not FACADE or FACADE/VERSION, such as Provisioner/11.");
            }
            return Integer.parseInt(version);
        }
        return present.facades().stream()
                .filter(status -> status.serving() && status.name().equals(name))
                .mapToInt(FacadeStatus::version)
                .max()
                .orElseThrow(() -> Services.failure(
                        "No facade \"" + name + "\" serves now; facet:facade-list shows those there are."));
    }

    private Caller caller() throws Exception {
        ModelService modelService = Models.service(models);
        MachineService machineService = Machines.service(machines);
        ControllerService controllerService = Controllers.service(controllers);
        return Services.read(store, tx -> {
            ModelInfo target = Models.find(
                    tx,
                    modelService,
                    model == null ? controllerService.identity(tx).modelUuid() : model);
            return as == null
                    ? new Caller(CONTROLLER_AGENT, true, target)
                    : named(tx, machineService, target, Services.refusable(() -> Tag.parse(as)));
        });
    }

    private static Caller named(Transaction tx, MachineService machines, ModelInfo model, Tag tag)
            throws CommandException {
        boolean controller = tag.kind() == Tag.Kind.CONTROLLER;
        if (tag.kind() == Tag.Kind.MACHINE) {
            MachineId id = tag.machineId();
            Machine machine = machines.machines(tx, model.uuid(), List.of(id)).get(id);
            if (machine == null) {
                throw Services.failure("There is no machine " + id + " in model " + model.name()
                        + "; facet:machine-list shows those there are.");
            }
            controller = machine.isController();
        }
        return new Caller(tag.toString(), controller, model);
    }
}
