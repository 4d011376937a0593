// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.ClientThreads;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Talks to the API of a controller as an agent does: over TLS, with what its {@code agent.conf} says. */
final class ApiSupport implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 60;

    private final ClientThreads threads = ClientThreads.create();

    /** A connection of the agent that the text of an {@code agent.conf} belongs to. */
    ApiConnection connect(String agentConf) {
        return connect(agentConf, Duration.ofSeconds(60));
    }

    /** The same, with a keepalive of the given interval. */
    ApiConnection connect(String agentConf, Duration pingInterval) {
        return Awaitility.await("a login as " + AgentConfig.parse(agentConf).tag())
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> attempt(agentConf, pingInterval), Optional::isPresent)
                .orElseThrow();
    }

    /** Nothing, if the limit on the rate of logins says to try again, as all agents then do. */
    private Optional<ApiConnection> attempt(String agentConf, Duration pingInterval) {
        try {
            return Optional.of(await(connecting(agentConf, pingInterval)));
        } catch (ApiException e) {
            if (e.code().equals(ApiException.TRY_AGAIN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Threads for further connections, which end with this. */
    ClientThreads threads() {
        return threads;
    }

    /** A connection that is being made, with the usual keepalive. */
    CompletionStage<ApiConnection> connecting(String agentConf) {
        return connecting(agentConf, Duration.ofSeconds(60));
    }

    private CompletionStage<ApiConnection> connecting(String agentConf, Duration pingInterval) {
        AgentConfig config = AgentConfig.parse(agentConf);
        DialOptions options = DialOptions.agent(config).withPing(pingInterval, Duration.ofSeconds(30));
        return ApiConnection.open(threads, options, Credentials.agent(config));
    }

    /** The result of a call to version 11 of the Provisioner facade. */
    static JsonNode provisioner(ApiConnection connection, String method, Object params) {
        return await(connection.call("Provisioner", 11, method, params));
    }

    /** The outcome of a stage, for which a minute must be enough; fails as the stage fails. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
