// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import static org.awaitility.Awaitility.await;

import io.facet.client.AgentConfig;
import io.facet.client.ApiConnection;
import io.facet.client.ApiException;
import io.facet.client.ClientThreads;
import io.facet.client.Credentials;
import io.facet.client.DialOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Keeps connections busy: bursts of pipelined calls at a steady rate, watchers that wait, and now and then a login. Never
 * more than so many calls are in flight on a connection, so a controller that stops answering stops the load.
 */
final class LoadDriver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(5);
    private static final Duration LOGIN_INTERVAL = Duration.ofMillis(1_500);
    private static final int CALLS_OF_A_VISIT = 4;
    private static final int STAMPED_VERSION = 11;
    private static final String FACADE = "Provisioner";

    private final LoadSettings settings;
    private final LoadConnection.Books books;
    private final Findings findings;
    private final ClientThreads threads = ClientThreads.create(1, Runnable::run);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Random random;
    private final List<Peer> peers = new ArrayList<>();
    private final List<TimerWatch> timers = new ArrayList<>();
    private final Set<LoadConnection> visitors = ConcurrentHashMap.newKeySet();
    private final AtomicLong logins = new AtomicLong();

    private volatile boolean running;
    /** Calls that may be sent now; used by the clock alone, as is the rest. */
    private double budget;

    private int turn;

    LoadDriver(LoadSettings settings, Findings findings, LatencyWindows latencies, Entitlement entitlement) {
        this.settings = settings;
        this.findings = findings;
        this.books = new LoadConnection.Books(findings, latencies, entitlement, STAMPED_VERSION);
        this.random = new Random(settings.seed());
        clock.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        clock.scheduleAtFixedRate(
                this::visit, LOGIN_INTERVAL.toMillis(), LOGIN_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens a connection that stays; the mix is made for each of the versions in turn that the server offers. */
    LoadConnection connect(String name, AgentConfig agent, BiFunction<Random, Integer, CallMix> mix) {
        LoadConnection connection = new LoadConnection(name, open(agent), books);
        List<Integer> versions = connection.api().login().facades().get(FACADE);
        int version = versions.get(versions.size() - 1 - peers.size() % versions.size());
        peers.add(new Peer(agent, connection, version, mix.apply(new Random(random.nextLong()), version)));
        return connection;
    }

    /** A watcher of the life of top-level machines. */
    void watchMachines(LoadConnection connection, String name, WatchLedger ledger) {
        connection.watch(connection
                .api()
                .watchStrings(FACADE, STAMPED_VERSION, "WatchModelMachines", null, ledger.watcher(name)));
    }

    /** A watcher of the life of containers on a machine. */
    void watchContainers(LoadConnection connection, String name, String host, WatchLedger ledger) {
        Map<String, Object> params = Map.of("params", List.of(Map.of("machine-tag", host, "container-type", "lxd")));
        connection.watch(connection
                .api()
                .call(FACADE, STAMPED_VERSION, "WatchContainers", params)
                .thenApply(answer -> connection.api().followStrings(answer.at("/results/0"), ledger.watcher(name))));
    }

    /** Watchers of what does not change. */
    void watchQuietThings(LoadConnection connection, String name) {
        for (String method : List.of("WatchForModelConfigChanges", "WatchAPIHostPorts")) {
            connection.watch(connection
                    .api()
                    .watchNotify(
                            FACADE, STAMPED_VERSION, method, null, new QuietWatch(name + ", " + method, findings)));
        }
    }

    /** A watcher that is a timer. */
    void watchTimer(LoadConnection connection, String name) {
        TimerWatch timer = new TimerWatch(name + ", WatchMachineErrorRetry", findings);
        timers.add(timer);
        connection.watch(connection.api().watchNotify(FACADE, STAMPED_VERSION, "WatchMachineErrorRetry", null, timer));
    }

    /** Begins to send calls, or goes on. */
    void start() {
        running = true;
    }

    /** Sends no more calls for now and waits until all are answered. */
    void pause() {
        running = false;
        await("answers to all calls").atMost(PATIENCE).until(() -> inFlight() == 0 && visitors.isEmpty());
    }

    /** Ends the watch over timers. */
    void closeTimers() {
        timers.forEach(TimerWatch::close);
    }

    /** Calls without an answer. */
    int inFlight() {
        return peers.stream().mapToInt(peer -> peer.connection.inFlight()).sum();
    }

    /** Logins that succeeded while the load ran. */
    long logins() {
        return logins.get();
    }

    /** Connections that stay. */
    int connections() {
        return peers.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        peers.forEach(peer -> peer.connection.close());
        visitors.forEach(LoadConnection::close);
        threads.close();
    }

    private void tick() {
        if (!running) {
            return;
        }
        budget = Math.min(budget + settings.rate() * TICK.toMillis() / 1000.0, settings.rate() / 10.0);
        for (int tried = 0; tried < peers.size() && budget >= settings.inFlight(); tried++) {
            turn = (turn + 1) % peers.size();
            Peer peer = peers.get(turn);
            int room = settings.inFlight() - peer.connection.inFlight();
            for (int i = 0; i < room; i++) {
                if (random.nextInt(100) == 0) {
                    peer.connection.watchShortly(peer.version);
                } else {
                    peer.connection.send(peer.mix.next());
                }
                budget--;
            }
        }
    }

    /** A login, a few calls, and good-bye. */
    private void visit() {
        if (!running) {
            return;
        }
        Peer peer = peers.get(random.nextInt(peers.size()));
        CallMix mix = peer.mix;
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS_OF_A_VISIT; i++) {
            calls.add(mix.next());
        }
        dial(peer.agent).whenComplete((connection, failure) -> {
            if (failure != null) {
                findings.add(Findings.Kind.FAILED_LOGIN, String.valueOf(ApiException.of(failure)));
                return;
            }
            logins.incrementAndGet();
            LoadConnection visitor = new LoadConnection("a visitor", connection, books);
            visitors.add(visitor);
            CompletionStage<?> last = null;
            for (Call call : calls) {
                CompletionStage<Boolean> sent = visitor.send(call);
                last = last == null ? sent : last.thenCombine(sent, (one, other) -> null);
            }
            last.thenRun(() -> {
                visitors.remove(visitor);
                visitor.close();
            });
        });
    }

    /** A connection; waits when the server asks agents to come back later, as it does to those that come too fast. */
    private ApiConnection open(AgentConfig agent) {
        ApiConnection[] opened = new ApiConnection[1];
        await("a login of " + agent.tag()).atMost(PATIENCE).until(() -> {
            try {
                opened[0] = dial(agent).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                if (ApiException.of(e).hasCode(ApiException.TRY_AGAIN)) {
                    return false;
                }
                throw e;
            } catch (TimeoutException e) {
                throw new AssertionError("no login within " + PATIENCE, e);
            }
        });
        return opened[0];
    }

    private CompletionStage<ApiConnection> dial(AgentConfig agent) {
        DialOptions options = DialOptions.agent(agent)
                .withCallTimeout(PATIENCE)
                .withPing(Duration.ofSeconds(20), Duration.ofSeconds(30));
        return ApiConnection.open(threads, options, Credentials.agent(agent));
    }

    private record Peer(AgentConfig agent, LoadConnection connection, int version, CallMix mix) {}
}
