// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.FacadeStatus;
import io.facet.apiserver.api.FacadeSwitch;
import io.facet.apiserver.api.FacadeSwitch.Drain;
import io.facet.apiserver.api.SwapStatus;
import io.facet.apiserver.internal.InFlight;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves a facade version, and which versions the installed bundles declare ({@code DESIGN.md} section 5). Providers
 * come and go while calls run. A call takes a lease for as long as it runs, and a provider that goes is waited for until
 * its leases have ended.
 *
 * <p>Eligible is a provider that has passed its probe, whose bundle declares the version and is not held back. Of several,
 * the pinned one serves, else the one of the highest Bundle-Version.
 */
public final class FacadeRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(FacadeRegistry.class);

    private final Parking parking;
    private final Probes probes;
    private final Pins pins;
    private final SwapLog swaps;
    private final LongSupplier drainTimeoutMs;

    /** All providers; guarded by this. */
    private final List<Candidate> candidates = new ArrayList<>();

    /** What bundles declare by capability, by bundle id, whether or not it serves just now; guarded by this. */
    private final Map<Long, Declaration> declared = new HashMap<>();

    /** Bundles that get no calls until they are switched to; guarded by this. */
    private final Set<Long> held = new HashSet<>();

    /** Who waits for a bundle to be ready; guarded by this. */
    private final Map<Long, List<CompletableFuture<Void>>> expected = new HashMap<>();

    /** Versions that served and may again; guarded by this. */
    private final Map<FacadeKey, Gap> gaps = new HashMap<>();

    /** The choice: changed under the lock, read without. */
    private final Map<FacadeKey, Candidate> serving = new ConcurrentHashMap<>();

    /** The versions that some bundle declares. */
    private volatile Set<FacadeKey> installed = Set.of();

    /** The model types that the serving versions of a facade exist on. */
    private volatile Map<String, Set<String>> modelTypes = Map.of();

    private record Declaration(FacadeBundle bundle, Set<FacadeKey> keys, boolean active) {}

    /** A provider and what is known of it. */
    private static final class Candidate {
        private final FacadeProvider provider;
        private final InFlight running = new InFlight();

        /** Whether it has passed its probe; guarded by the registry. */
        private boolean accepted;

        /** Why it has not; guarded by the registry. */
        private String trouble = "its probe has not ended yet";

        private Candidate(FacadeProvider provider) {
            this.provider = provider;
        }

        private FacadeKey key() {
            return provider.key();
        }

        private FacadeBundle bundle() {
            return provider.bundle();
        }
    }

    /** A time in which a version is installed and nobody serves it. */
    private static final class Gap {
        private final Instant begun = Instant.now();
        private final long since = System.nanoTime();
        private final String from;
        private final int drained;

        /** Calls that waited longer than they may. */
        private int inVain;

        private Gap(Candidate last) {
            this.from = last.bundle().version().toString();
            this.drained = last.running.size();
        }

        private SwapStatus over(SwapStatus.Kind kind, FacadeKey key, String to, Parking.Woken woken) {
            return new SwapStatus(
                    kind,
                    key.toString(),
                    from,
                    to,
                    begun,
                    Duration.ofNanos(System.nanoTime() - since),
                    woken.calls() + inVain,
                    woken.longestWait(),
                    drained,
                    inVain == 0 ? SwapStatus.DONE : inVain + " calls waited in vain and were told to try again");
        }
    }

    /**
     * A provider, kept from going away until the call on it has ended.
     *
     * @param provider whom to call
     * @param place what to run the call with
     */
    public record Lease(FacadeProvider provider, InFlight.Lease place) {}

    /**
     * @param parking where calls wait for a provider
     * @param calls runs the probes
     * @param timer owned by the server
     * @param pins file of the pins
     * @param swaps told of each exchange
     * @param drainTimeoutMs how long to wait for the calls of a provider that goes
     */
    public FacadeRegistry(
            Parking parking,
            Executor calls,
            ScheduledExecutorService timer,
            Path pins,
            SwapLog swaps,
            LongSupplier drainTimeoutMs) {
        this.parking = parking;
        this.probes = new Probes(calls, timer);
        this.pins = new Pins(pins);
        this.swaps = swaps;
        this.drainTimeoutMs = drainTimeoutMs;
    }

    /** A provider came. It is probed first. */
    public void add(FacadeProvider provider) {
        Candidate candidate = new Candidate(provider);
        update(() -> candidates.add(candidate));
        probes.begin(
                provider,
                candidate.running,
                () -> update(() -> candidate.accepted = true),
                trouble -> update(() -> candidate.trouble = trouble));
    }

    /**
     * The provider with the service id is about to go. While a call on it takes its time, and nobody else could serve, it
     * goes on serving: nobody has to wait for that call but whoever takes the provider away.
     *
     * @return completes when it is gone, and all calls on it have ended
     */
    public CompletableFuture<Drain> leave(long serviceId) {
        CompletableFuture<Void> calm;
        synchronized (this) {
            calm = candidates.stream()
                    .filter(candidate -> candidate.provider.serviceId() == serviceId && !isReplaceable(candidate))
                    .findFirst()
                    .map(candidate -> candidate.running.calm(drainTimeoutMs.getAsLong()))
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        }
        return calm.thenCompose(unused -> remove(serviceId));
    }

    /** The provider with the service id goes: it gets no more calls. Completes when those that it has have ended. */
    public CompletableFuture<Drain> remove(long serviceId) {
        List<Candidate> gone = new ArrayList<>();
        update(() ->
                candidates.removeIf(candidate -> candidate.provider.serviceId() == serviceId && gone.add(candidate)));
        long timeoutMs = drainTimeoutMs.getAsLong();
        return all(gone.stream()
                .map(candidate -> candidate.running.close(timeoutMs))
                .toList());
    }

    /**
     * A bundle declares these facade versions and no others, in place of what it declared before.
     *
     * @param active whether the bundle is started, so that what it declares is on offer or about to be
     */
    public void declare(FacadeBundle bundle, Set<FacadeKey> keys, boolean active) {
        update(() -> {
            Declaration before = keys.isEmpty()
                    ? declared.remove(bundle.id())
                    : declared.put(bundle.id(), new Declaration(bundle, Set.copyOf(keys), active));
            if (before != null && !before.bundle().equals(bundle)) {
                dropPins(before);
            }
        });
    }

    /** A bundle was uninstalled. */
    public void undeclare(long bundleId) {
        update(() -> {
            Declaration before = declared.remove(bundleId);
            held.remove(bundleId);
            if (before != null) {
                dropPins(before);
            }
        });
    }

    /** The provider that a new call would go to, or empty if none serves just now. */
    public Optional<FacadeProvider> find(FacadeKey key) {
        return Optional.ofNullable(serving.get(key)).map(candidate -> candidate.provider);
    }

    /** How many calls run on providers, probes included. */
    public synchronized int running() {
        return candidates.stream()
                .mapToInt(candidate -> candidate.running.size())
                .sum();
    }

    /** The provider that a call goes to which runs now, or empty if none serves. */
    public Optional<Lease> lease(FacadeKey key) {
        for (Candidate chosen = serving.get(key); chosen != null; chosen = serving.get(key)) {
            Optional<InFlight.Lease> place = chosen.running.enter();
            // Who switches changes the choice first and then counts who is inside: one of the two sees the other.
            if (place.isPresent() && serving.get(key) == chosen) {
                return Optional.of(new Lease(chosen.provider, place.get()));
            }
            place.ifPresent(InFlight.Lease::release);
        }
        return Optional.empty();
    }

    /** Whether some installed bundle declares the version, so that it may serve again in a moment. */
    public boolean isInstalled(FacadeKey key) {
        return installed.contains(key);
    }

    /** A call waited for the version as long as it may. */
    public synchronized void waitedInVain(FacadeKey key) {
        Gap gap = gaps.get(key);
        if (gap != null) {
            gap.inVain++;
        }
    }

    /** The versions that clients are told of: those that serve, and those that are about to or are being exchanged. */
    public synchronized SortedSet<FacadeKey> offered() {
        SortedSet<FacadeKey> offered = new TreeSet<>(serving.keySet());
        offered.addAll(gaps.keySet());
        declared.values().stream()
                .filter(declaration -> declaration.active()
                        && !held.contains(declaration.bundle().id()))
                .forEach(declaration -> offered.addAll(declaration.keys()));
        return offered;
    }

    /** Whether the facade serves, but in no version on models of the given type ({@code wire.md} 5.1). */
    public boolean isExcluded(String name, String modelType) {
        Set<String> types = modelTypes.get(name);
        return types != null && !types.contains(modelType);
    }

    /** As {@link FacadeSwitch#hold}. */
    public void hold(long bundleId) {
        update(() -> held.add(bundleId));
    }

    /** As {@link FacadeSwitch#release}. */
    public void release(long bundleId) {
        update(() -> held.remove(bundleId));
    }

    /** As {@link FacadeSwitch#ready}. */
    public CompletableFuture<Void> ready(long bundleId) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        update(() ->
                expected.computeIfAbsent(bundleId, unused -> new ArrayList<>()).add(ready));
        return ready;
    }

    /** As {@link FacadeSwitch#trouble}. */
    public synchronized String trouble(long bundleId) {
        return hopeless(bundleId)
                .or(() -> declared.get(bundleId).keys().stream()
                        .sorted()
                        .flatMap(key -> missing(bundleId, key).stream())
                        .findFirst())
                .orElse("");
    }

    /** As {@link FacadeSwitch#switchTo}. */
    public CompletableFuture<Drain> switchTo(long bundleId) {
        List<Runnable> effects;
        List<CompletableFuture<Drain>> drains;
        synchronized (this) {
            String trouble = trouble(bundleId);
            if (!trouble.isEmpty()) {
                throw new IllegalStateException(trouble);
            }
            Declaration declaration = declared.get(bundleId);
            Map<FacadeKey, Pins.Pin> changed = new HashMap<>(pins.all());
            declaration.keys().forEach(key -> changed.put(key, Pins.Pin.of(declaration.bundle())));
            pins.set(changed);
            held.remove(bundleId);
            effects = choose(true);
            long timeoutMs = drainTimeoutMs.getAsLong();
            drains = candidates.stream()
                    .filter(candidate -> declaration.keys().contains(candidate.key())
                            && candidate.bundle().id() != bundleId)
                    .map(candidate -> candidate.running.drain(timeoutMs))
                    .toList();
        }
        effects.forEach(Runnable::run);
        return all(drains);
    }

    /** As {@link FacadeSwitch#isPinned}. */
    public synchronized boolean isPinned(long bundleId) {
        Declaration declaration = declared.get(bundleId);
        return declaration != null && declaration.keys().stream().allMatch(key -> isPinned(key, declaration.bundle()));
    }

    /** As {@link FacadeSwitch#unpin}. */
    public void unpin(long bundleId) {
        update(() -> {
            Declaration declaration = declared.get(bundleId);
            if (declaration != null) {
                dropPins(declaration);
            }
        });
    }

    /** Waits for all calls that run now. */
    public CompletableFuture<Drain> drain() {
        long timeoutMs = drainTimeoutMs.getAsLong();
        synchronized (this) {
            return all(candidates.stream()
                    .map(candidate -> candidate.running.drain(timeoutMs))
                    .toList());
        }
    }

    /** All providers, and what is installed without serving, sorted by name, version and preference. */
    public synchronized List<FacadeStatus> status() {
        Stream<FacadeStatus> provided = candidates.stream()
                .map(candidate -> status(
                        candidate.key(),
                        candidate.bundle(),
                        candidate.provider.methods().size(),
                        serving.get(candidate.key()) == candidate,
                        candidate.running.size(),
                        note(candidate)));
        Stream<FacadeStatus> installedOnly = declared.values().stream()
                .flatMap(declaration -> declaration.keys().stream()
                        .filter(key -> candidates.stream()
                                .noneMatch(candidate ->
                                        isOf(candidate, declaration.bundle().id(), key)))
                        .map(key -> status(key, declaration.bundle(), 0, false, 0, "is not registered")));
        return Stream.concat(provided, installedOnly)
                .sorted(Comparator.comparing(FacadeStatus::name)
                        .thenComparingInt(FacadeStatus::version)
                        .thenComparing(FacadeStatus::serving, Comparator.reverseOrder())
                        .thenComparingLong(FacadeStatus::bundleId))
                .toList();
    }

    /** The sum of several waits, when all have ended. */
    public static CompletableFuture<Drain> all(List<CompletableFuture<Drain>> drains) {
        return drains.stream()
                .reduce(
                        CompletableFuture.completedFuture(new Drain(0, 0)),
                        (one, other) -> one.thenCombine(
                                other, (a, b) -> new Drain(a.calls() + b.calls(), a.left() + b.left())));
    }

    private void update(Runnable change) {
        List<Runnable> effects;
        synchronized (this) {
            change.run();
            effects = choose(false);
        }
        effects.forEach(Runnable::run);
    }

    /**
     * Chooses anew for every version. Called with the lock held.
     *
     * @param switched whether somebody else reports the exchange
     * @return what is to be done when the lock is released
     */
    private List<Runnable> choose(boolean switched) {
        List<Runnable> effects = new ArrayList<>();
        Set<FacadeKey> before = installed;
        installed = declared.values().stream()
                .flatMap(declaration -> declaration.keys().stream())
                .collect(Collectors.toUnmodifiableSet());
        Map<FacadeKey, Candidate> best = new HashMap<>();
        candidates.stream()
                .filter(this::isEligible)
                .forEach(candidate -> best.merge(candidate.key(), candidate, this::better));
        Set<FacadeKey> keys = new HashSet<>(best.keySet());
        keys.addAll(serving.keySet());
        keys.forEach(key -> choose(key, best.get(key), switched, effects));
        gaps.keySet().stream()
                .filter(key -> !installed.contains(key))
                .toList()
                .forEach(key -> effects.add(removed(key, gaps.remove(key))));
        before.stream().filter(key -> !installed.contains(key)).forEach(key -> effects.add(() -> parking.wake(key)));
        modelTypes = best.values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        candidate -> candidate.key().name(),
                        candidate -> candidate.provider.modelTypes(),
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet())));
        List.copyOf(expected.keySet()).forEach(bundleId -> settle(bundleId, effects));
        return effects;
    }

    private void choose(FacadeKey key, Candidate after, boolean switched, List<Runnable> effects) {
        Candidate before = serving.get(key);
        if (before == after) {
            return;
        }
        if (after == null) {
            serving.remove(key);
            gaps.put(key, new Gap(before));
            return;
        }
        serving.put(key, after);
        Gap gap = gaps.remove(key);
        String to = after.bundle().version().toString();
        if (before == null) {
            effects.add(() -> {
                Parking.Woken woken = parking.wake(key);
                if (gap != null) {
                    swaps.add(gap.over(SwapStatus.Kind.IN_PLACE, key, to, woken));
                }
            });
        } else if (!switched) {
            SwapStatus swap = new SwapStatus(
                    SwapStatus.Kind.SIDE_BY_SIDE,
                    key.toString(),
                    before.bundle().version().toString(),
                    to,
                    Instant.now(),
                    Duration.ZERO,
                    0,
                    Duration.ZERO,
                    before.running.size(),
                    SwapStatus.DONE);
            effects.add(() -> swaps.add(swap));
        }
    }

    private Runnable removed(FacadeKey key, Gap gap) {
        return () -> swaps.add(gap.over(SwapStatus.Kind.REMOVAL, key, "", parking.wake(key)));
    }

    /** Tells those who wait for a bundle how it stands, if that is clear. */
    private void settle(long bundleId, List<Runnable> effects) {
        Optional<String> hopeless = hopeless(bundleId);
        if (hopeless.isPresent() || trouble(bundleId).isEmpty()) {
            List<CompletableFuture<Void>> waiting = expected.remove(bundleId);
            effects.add(() -> waiting.forEach(ready -> hopeless.ifPresentOrElse(
                    sentence -> ready.completeExceptionally(new IllegalStateException(sentence)),
                    () -> ready.complete(null))));
        }
    }

    /** Why the bundle can never serve what it declares. */
    private Optional<String> hopeless(long bundleId) {
        Declaration declaration = declared.get(bundleId);
        if (declaration == null) {
            return Optional.of("bundle " + bundleId + " is not installed or declares no facade version");
        }
        return candidates.stream()
                .filter(candidate -> candidate.bundle().id() == bundleId && !declares(candidate))
                .findFirst()
                .map(stray -> "bundle " + bundleId + " registers " + stray.key() + ", which it does not declare");
    }

    /** Why the bundle does not serve a version that it declares. */
    private Optional<String> missing(long bundleId, FacadeKey key) {
        List<Candidate> own = candidates.stream()
                .filter(candidate -> isOf(candidate, bundleId, key))
                .toList();
        if (own.isEmpty()) {
            return Optional.of(key + " is not registered: its component has not come up");
        }
        return own.stream().anyMatch(candidate -> candidate.accepted)
                ? Optional.empty()
                : Optional.of(key + ": " + own.get(0).trouble);
    }

    /** Whether nobody notices when the candidate goes. */
    private boolean isReplaceable(Candidate candidate) {
        return serving.get(candidate.key()) != candidate
                || candidates.stream()
                        .anyMatch(other ->
                                other != candidate && other.key().equals(candidate.key()) && isEligible(other));
    }

    private boolean isEligible(Candidate candidate) {
        return candidate.accepted
                && declares(candidate)
                && !held.contains(candidate.bundle().id());
    }

    private boolean declares(Candidate candidate) {
        Declaration declaration = declared.get(candidate.bundle().id());
        return declaration != null && declaration.keys().contains(candidate.key());
    }

    private Candidate better(Candidate one, Candidate other) {
        boolean pinned = isPinned(one.key(), one.bundle());
        if (pinned != isPinned(other.key(), other.bundle())) {
            return pinned ? one : other;
        }
        return FacadeProvider.BEST_FIRST.compare(one.provider, other.provider) <= 0 ? one : other;
    }

    private boolean isPinned(FacadeKey key, FacadeBundle bundle) {
        return pins.get(key).filter(Pins.Pin.of(bundle)::equals).isPresent();
    }

    /** Gives up the pins on the bundle of a declaration. */
    private void dropPins(Declaration declaration) {
        Map<FacadeKey, Pins.Pin> changed = new HashMap<>(pins.all());
        changed.values().removeIf(Pins.Pin.of(declaration.bundle())::equals);
        try {
            pins.set(changed);
        } catch (UncheckedIOException e) {
            LOG.error("The pins on {} are not given up", declaration.bundle().name(), e);
        }
    }

    private String note(Candidate candidate) {
        if (!declares(candidate)) {
            return "is not declared by its bundle";
        }
        if (held.contains(candidate.bundle().id())) {
            return "is held back until it is switched to";
        }
        return candidate.accepted ? "" : candidate.trouble;
    }

    private static boolean isOf(Candidate candidate, long bundleId, FacadeKey key) {
        return candidate.bundle().id() == bundleId && candidate.key().equals(key);
    }

    private FacadeStatus status(
            FacadeKey key, FacadeBundle bundle, int methods, boolean serves, int running, String note) {
        return new FacadeStatus(
                key.name(),
                Math.toIntExact(key.version()),
                methods,
                bundle.id(),
                bundle.name(),
                bundle.version().toString(),
                serves,
                isPinned(key, bundle),
                running,
                note);
    }
}
