// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;

/** What the commands about connections have in common. */
public final class Connections {
    private Connections() {}

    /** The server, or a failure that names the bundle to look at. */
    public static ApiServer server(ApiServer server) throws CommandException {
        return Services.required(server, ApiServer.class, "io.facet.apiserver");
    }

    /** The number of a connection as it was given. */
    public static long number(String text) throws CommandException {
        if (!text.matches("[0-9]{1,18}")) {
            throw Services.failure(
                    "\"" + text + "\" is not the number of a connection; facet:connection-list shows them.");
        }
        return Long.parseLong(text);
    }

    /** The open connection with this number. */
    public static ConnectionStatus find(ApiServer server, String number) throws CommandException {
        long id = number(number);
        return server.connections().stream()
                .filter(connection -> connection.id() == id)
                .findFirst()
                .orElseThrow(() -> gone(id));
    }

    /** The failure of a command about a connection that there is not. */
    public static CommandException gone(long id) {
        return Services.failure("There is no connection " + id + "; facet:connection-list shows those there are.");
    }

    /** A connection in a sentence. */
    public static String describe(ConnectionStatus connection) {
        String who = connection.authTag().isEmpty() ? "not logged in" : connection.authTag();
        return "connection " + connection.id() + " (" + who + ", " + connection.remoteAddress() + ")";
    }

    /** Ends the connections that match, if the server is there. Returns how many. */
    public static int end(ApiServer server, Predicate<ConnectionStatus> which) {
        if (server == null) {
            return 0;
        }
        List<ConnectionStatus> matching =
                server.connections().stream().filter(which).toList();
        return (int) matching.stream()
                .filter(connection -> server.disconnect(connection.id()))
                .count();
    }

    /** How many connections were ended, as the end of a sentence. */
    public static String ended(int count) {
        return switch (count) {
            case 0 -> "no connection was open";
            case 1 -> "1 connection was ended";
            default -> count + " connections were ended";
        };
    }

    /** Names of the models by UUID; none while the services that know them are away, since people can read UUIDs too. */
    public static Map<String, String> modelNames(Store store, ModelService models) throws Exception {
        return store == null || models == null
                ? Map.of()
                : Services.read(store, tx -> models.models(tx).stream()
                        .collect(Collectors.toMap(ModelInfo::uuid, ModelInfo::name)));
    }
}
