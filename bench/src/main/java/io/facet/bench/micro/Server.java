// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.access.api.ConnectedModel;
import io.facet.access.api.LoginDecision;
import io.facet.access.api.LoginRequest;
import io.facet.access.api.LoginService;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.internal.FailureLog;
import io.facet.apiserver.internal.Rank;
import io.facet.apiserver.internal.ServerConfig;
import io.facet.apiserver.internal.Settings;
import io.facet.apiserver.internal.facade.FacadeBundle;
import io.facet.apiserver.internal.facade.FacadeKey;
import io.facet.apiserver.internal.facade.FacadeProvider;
import io.facet.apiserver.internal.net.FacetServer;
import io.facet.apiserver.internal.session.Link;
import io.facet.apiserver.internal.session.Session;
import io.facet.facade.api.CallContext;
import io.facet.facade.api.Facade;
import io.facet.rpc.FatalMessageException;
import io.facet.rpc.RpcConnection;
import io.facet.store.api.ChangeStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.Version;

/**
 * The API server behind its sockets: messages go in and replies come out as bytes, on the threads that do this in a
 * controller. It lets everybody in, and serves one facade of one method, {@code Bench} 1 {@code Call}.
 */
final class Server implements AutoCloseable {

    static final String MODEL = "6f1c2a3e-0b4d-4c5e-8f60-718293a4b5c6";

    private static final FacadeKey KEY = new FacadeKey("Bench", 1);
    private static final FacadeBundle BUNDLE = new FacadeBundle(1, "bench", Version.emptyVersion);
    private static final String METHOD = "Call";

    private final FacetServer server;
    private int connections;

    /**
     * @param directory where it keeps what it has to keep
     * @param answer the result of the one method, JSON text
     */
    Server(Path directory, Function<CallContext, byte[]> answer) {
        server = new FacetServer(Settings.of(Defaults.of(ServerConfig.class, Map.of())), directory);
        server.context().logins().add(new Rank(0, 1), new OpenDoor());
        server.context().facades().declare(BUNDLE, Set.of(KEY), true);
        server.context()
                .facades()
                .add(new FacadeProvider(
                        KEY, new OneMethod(answer), Set.of(METHOD), Set.of(METHOD), Set.of("iaas"), 2, BUNDLE));
    }

    /** Where watchers hear of changes. */
    void follow(ChangeStream changes) {
        server.context().changes().add(new Rank(0, 3), changes);
    }

    /** A connection that is logged in, and has had an answer from the facade. */
    Connection connect() throws Exception {
        Connection connection = new Connection(++connections);
        connection.call("{\"request-id\":1,\"type\":\"Admin\",\"version\":3,\"request\":\"Login\",\"params\":"
                + "{\"auth-tag\":\"machine-0\",\"credentials\":\"password\",\"nonce\":\"nonce\"}}");
        // While the server has not tried the facade yet, calls wait for that.
        connection.call(request(2));
        return connection;
    }

    /** A call of the one method, with parameters of the usual size. */
    static String request(int id) {
        return "{\"request-id\":" + id + ",\"type\":\"Bench\",\"version\":1,\"request\":\"" + METHOD
                + "\",\"params\":{\"entities\":[{\"tag\":\"machine-42\"}]}}";
    }

    @Override
    public void close() {
        server.stop();
    }

    /** One end of a connection without a socket. */
    final class Connection {

        private static final int TIMEOUT_SECONDS = 30;

        private final RpcConnection rpc;
        private volatile Consumer<byte[]> replies;

        private Connection(int number) {
            Session session = new Session(server.context(), new Peer(number, "", "", MODEL), new NoSocket());
            rpc = new RpcConnection(session, reply -> replies.accept(reply), FailureLog::report);
        }

        /** Who gets the replies from now on, on whichever thread makes them. */
        void onReply(Consumer<byte[]> listener) {
            replies = listener;
        }

        /** Takes in a message. */
        void send(byte[] message) throws FatalMessageException {
            rpc.receive(message);
        }

        /** Takes in a message and waits for its reply, which no {@link #onReply listener} gets. */
        void call(String message) throws Exception {
            CompletableFuture<byte[]> reply = new CompletableFuture<>();
            onReply(reply::complete);
            send(message.getBytes(StandardCharsets.UTF_8));
            String text = new String(reply.get(TIMEOUT_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
            if (text.contains("\"error\"")) {
                throw new IllegalStateException(message + " was answered " + text);
            }
        }
    }

    private static final class NoSocket implements Link {
        @Override
        public void close() {}

        @Override
        public void loadChanged() {}

        @Override
        public boolean isSaturated() {
            return false;
        }
    }

    private static final class OpenDoor implements LoginService {
        @Override
        public CompletionStage<Optional<ConnectedModel>> model(String modelUuid) {
            return CompletableFuture.completedFuture(Optional.of(new ConnectedModel(modelUuid, "iaas")));
        }

        @Override
        public CompletionStage<LoginDecision> login(LoginRequest request) {
            // As the controller's agent on a hosted model, of which no pings are expected.
            return CompletableFuture.completedFuture(new LoginDecision.Accepted(
                    request.authTag(), "machine", true, true, MODEL, "4.0-beta5", List.of(), Optional.empty()));
        }
    }

    private record OneMethod(Function<CallContext, byte[]> answer) implements Facade {
        @Override
        public Set<String> methods() {
            return Set.of(METHOD);
        }

        @Override
        public CompletionStage<byte[]> call(CallContext call, String method, byte[] params) {
            return CompletableFuture.completedFuture(answer.apply(call));
        }

        @Override
        public CompletionStage<Void> probe() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
