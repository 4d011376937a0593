// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.Peer;
import io.facet.apiserver.api.Refusal;
import io.facet.apiserver.api.ServerListener;
import io.facet.apiserver.api.SwapStatus;
import io.facet.core.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts what happens at the API server. It is told on the threads of the network and of the calls, so a call costs a few
 * look-ups in maps and nothing else. Every label has a bounded set of values, whatever clients send.
 */
final class CallMeters implements ServerListener {

    /** Stands for whatever is not in the set of a label. */
    static final String OTHER = "other";

    /** How many combinations of facade, version, method and outcome get a timer of their own. */
    static final int MAX_TIMERS = 4_000;

    private static final Duration[] BUCKETS = Stream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final Set<String> OUTCOMES = Stream.concat(
                    Stream.of(CallEvent.OK, CallEvent.ERROR),
                    Arrays.stream(ErrorCode.values())
                            .filter(code -> code != ErrorCode.NONE)
                            .map(ErrorCode::wire))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> KINDS = Set.of("application", "controller", "machine", "model", "unit", "user");

    private final MeterRegistry registry;

    /**
     * Timers by facade, version, method and outcome. Nested, so that a look-up makes no key; versions are small, so that
     * they are not boxed anew either.
     */
    private final Map<String, Map<Integer, Map<String, Map<String, Timer>>>> calls = new ConcurrentHashMap<>();

    private final AtomicInteger timers = new AtomicInteger();

    /** By kind of tag and outcome. */
    private final Map<String, Map<String, Timer>> logins = new ConcurrentHashMap<>();

    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Map<SwapStatus.Kind, SwapMeters> swaps = new EnumMap<>(SwapStatus.Kind.class);
    private final Counter opened;
    private final Counter closed;

    private record SwapMeters(Counter done, Counter failed, Timer gap, Counter parked) {}

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        opened = counter("facet.connections.opened", "WebSocket connections that were opened");
        closed = counter("facet.connections.closed", "WebSocket connections that were closed");
        for (Refusal reason : Refusal.values()) {
            refusals.put(reason, counter("facet.refusals", "What the server turned away", "reason", reason.label()));
        }
        for (SwapStatus.Kind kind : SwapStatus.Kind.values()) {
            swaps.put(kind, swapMeters(kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }

    private SwapMeters swapMeters(String kind) {
        String name = "facet.swaps";
        String description = "Exchanges of facades and services";
        return new SwapMeters(
                counter(name, description, "kind", kind, "outcome", SwapStatus.DONE),
                counter(name, description, "kind", kind, "outcome", "failed"),
                Timer.builder("facet.swap.gap")
                        .description("How long nobody served during an exchange")
                        .tags("kind", kind)
                        .register(registry),
                counter("facet.swap.parked.calls", "Calls that waited for an exchange to end", "kind", kind));
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    @Override
    public void connected(Peer peer) {
        opened.increment();
    }

    @Override
    public void disconnected(Peer peer) {
        closed.increment();
    }

    @Override
    public void loggedIn(LoginEvent event) {
        logins.computeIfAbsent(kind(event.peer().authTag()), kind -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        outcome(event.outcome()),
                        outcome -> timer(
                                "facet.logins",
                                "Logins, from the arrival of the request to the decision",
                                "kind",
                                kind(event.peer().authTag()),
                                "outcome",
                                outcome))
                .record(event.took());
    }

    @Override
    public void called(CallEvent event) {
        String outcome = outcome(event.outcome());
        Timer timer = find(event.facade(), event.version(), event.method(), outcome);
        if (timer == null) {
            timer = make(event.facade(), event.version(), event.method(), outcome);
        }
        timer.record(event.took());
    }

    private Timer find(String facade, int version, String method, String outcome) {
        Map<Integer, Map<String, Map<String, Timer>>> versions = calls.get(facade);
        Map<String, Map<String, Timer>> methods = versions == null ? null : versions.get(version);
        Map<String, Timer> outcomes = methods == null ? null : methods.get(method);
        return outcomes == null ? null : outcomes.get(outcome);
    }

    private Timer make(String facade, int version, String method, String outcome) {
        if (timers.get() >= MAX_TIMERS) {
            return callTimer(OTHER, OTHER, OTHER, OTHER);
        }
        return calls.computeIfAbsent(facade, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(version, number -> new ConcurrentHashMap<>())
                .computeIfAbsent(method, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, name -> {
                    timers.incrementAndGet();
                    return callTimer(facade, Integer.toString(version), method, name);
                });
    }

    private Timer callTimer(String facade, String version, String method, String outcome) {
        return timer(
                "facet.calls",
                "Calls of facades, from the arrival of the request to its outcome",
                "facade",
                facade,
                "version",
                version,
                "method",
                method,
                "outcome",
                outcome);
    }

    private Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void refused(Peer peer, Refusal reason) {
        refusals.get(reason).increment();
    }

    @Override
    public void swapped(SwapStatus swap) {
        SwapMeters meters = swaps.get(swap.kind());
        (swap.outcome().equals(SwapStatus.DONE) ? meters.done() : meters.failed()).increment();
        meters.gap().record(swap.gap());
        meters.parked().increment(swap.parked());
    }

    private static String outcome(String told) {
        return OUTCOMES.contains(told) ? told : OTHER;
    }

    /** The kind of a tag that may be anything. */
    private static String kind(String tag) {
        int hyphen = tag.indexOf('-');
        String kind = hyphen < 0 ? "" : tag.substring(0, hyphen);
        return KINDS.contains(kind) ? kind : OTHER;
    }
}
