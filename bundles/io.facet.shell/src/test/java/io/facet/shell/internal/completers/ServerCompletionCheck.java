// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.access.api.AccessService;
import io.facet.apiserver.api.ApiServer;
import io.facet.controller.api.ControllerService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.store.api.Store;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.console.Completer;

/** What the completers offer for an empty word, about the server and those who log in to it. */
public final class ServerCompletionCheck {
    private ServerCompletionCheck() {}

    /** Connections offered. */
    public static List<String> connections(ApiServer server) {
        ConnectionCompleter completer = new ConnectionCompleter();
        completer.server = server;
        return offers(completer, "facet:connection-close");
    }

    /** Tags offered of those who are connected. */
    public static List<String> connectedTags(ApiServer server) {
        ConnectedTagCompleter completer = new ConnectedTagCompleter();
        completer.server = server;
        return offers(completer, "facet:connection-list", "--tag");
    }

    /** Facades offered to be called. */
    public static List<String> facades(ApiServer server) {
        CallableFacadeCompleter completer = new CallableFacadeCompleter();
        completer.server = server;
        return offers(completer, "facet:call");
    }

    /** Methods offered after a facade. */
    public static List<String> methods(ApiServer server, String facade) {
        MethodCompleter completer = new MethodCompleter();
        completer.server = server;
        return offers(completer, "facet:call", facade);
    }

    /** Users offered. */
    public static List<String> users(Store store, AccessService access) {
        UserCompleter completer = new UserCompleter();
        completer.store = store;
        completer.access = access;
        return offers(completer, "facet:user-remove");
    }

    /** Agents offered after the words of a line. */
    public static List<String> agents(Store store, ModelService models, AccessService access, String... words) {
        AgentCompleter completer = new AgentCompleter();
        completer.store = store;
        completer.models = models;
        completer.access = access;
        return offers(completer, words);
    }

    /** Callers offered after the words of a line. */
    public static List<String> callers(
            Store store,
            ModelService models,
            MachineService machines,
            ControllerService controllers,
            AccessService access,
            String... words) {
        CallerCompleter completer = new CallerCompleter();
        completer.store = store;
        completer.models = models;
        completer.machines = machines;
        completer.controllers = controllers;
        completer.access = access;
        return offers(completer, words);
    }

    private static List<String> offers(Completer completer, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("");
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine(line.toArray(String[]::new)), candidates);
        return candidates.stream().map(String::strip).toList();
    }
}
