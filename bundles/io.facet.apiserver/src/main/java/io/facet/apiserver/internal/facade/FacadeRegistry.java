// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import io.facet.apiserver.api.FacadeStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * Who serves a facade version, and which versions the installed bundles declare. Providers come and go while calls run:
 * a call asks once and keeps its provider no longer than it runs. Which of several providers is asked is decided in
 * {@link #find} alone.
 */
public final class FacadeRegistry {

    /** Providers by what they serve, the best first. */
    private final Map<FacadeKey, NavigableSet<FacadeProvider>> providers = new ConcurrentHashMap<>();

    /** What bundles declare by capability, by bundle id, whether or not it serves just now. */
    private final Map<Long, Declaration> declared = new ConcurrentHashMap<>();

    private final Consumer<FacadeKey> changed;

    private record Declaration(FacadeBundle bundle, Set<FacadeKey> keys) {}

    /** @param changed told each version whose provider or declaration came or went */
    public FacadeRegistry(Consumer<FacadeKey> changed) {
        this.changed = changed;
    }

    /** A provider came. */
    public void add(FacadeProvider provider) {
        providers.compute(provider.key(), (key, known) -> {
            NavigableSet<FacadeProvider> set =
                    known == null ? new ConcurrentSkipListSet<>(FacadeProvider.BEST_FIRST) : known;
            set.add(provider);
            return set;
        });
        changed.accept(provider.key());
    }

    /** The provider with the service id went. Its successor may already be there under the same key. */
    public void remove(long serviceId) {
        providers
                .keySet()
                .forEach(key -> providers.computeIfPresent(key, (same, known) -> {
                    known.removeIf(provider -> provider.serviceId() == serviceId);
                    return known.isEmpty() ? null : known;
                }));
    }

    /** A bundle declares these facade versions and no others, in place of what it declared before. */
    public void declare(FacadeBundle bundle, Set<FacadeKey> keys) {
        Declaration before = keys.isEmpty()
                ? declared.remove(bundle.id())
                : declared.put(bundle.id(), new Declaration(bundle, Set.copyOf(keys)));
        announce(before);
    }

    /** A bundle is gone. */
    public void undeclare(long bundleId) {
        announce(declared.remove(bundleId));
    }

    /** The provider that a new call goes to, or empty if none serves just now. */
    public Optional<FacadeProvider> find(FacadeKey key) {
        NavigableSet<FacadeProvider> known = providers.get(key);
        // An iterator instead of first(), which throws if the last provider goes in between.
        return known == null ? Optional.empty() : known.stream().findFirst();
    }

    /** Whether some installed bundle declares the version, so that it may serve again in a moment. */
    public boolean isInstalled(FacadeKey key) {
        return declared.values().stream()
                .anyMatch(declaration -> declaration.keys().contains(key));
    }

    /** The versions that serve just now. */
    public SortedSet<FacadeKey> serving() {
        return new TreeSet<>(providers.keySet());
    }

    /** Whether the facade serves, but in no version on models of the given type ({@code wire.md} 5.1). */
    public boolean isExcluded(String name, String modelType) {
        List<FacadeProvider> known = providers.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        return !known.isEmpty()
                && known.stream().noneMatch(provider -> provider.modelTypes().contains(modelType));
    }

    /** All providers, and what is installed without serving, sorted by name, version and preference. */
    public List<FacadeStatus> status() {
        List<FacadeStatus> all = new ArrayList<>();
        providers.forEach((key, known) -> {
            boolean serving = true;
            for (FacadeProvider provider : known) {
                all.add(status(key, provider.methods().size(), provider.bundle(), serving));
                serving = false;
            }
        });
        declared.values().forEach(declaration -> declaration.keys().stream()
                .filter(key -> all.stream().noneMatch(status -> isOf(status, key, declaration.bundle())))
                .forEach(key -> all.add(status(key, 0, declaration.bundle(), false))));
        all.sort(Comparator.comparing(FacadeStatus::name)
                .thenComparingInt(FacadeStatus::version)
                .thenComparing(FacadeStatus::serving, Comparator.reverseOrder())
                .thenComparingLong(FacadeStatus::bundleId));
        return List.copyOf(all);
    }

    private void announce(Declaration withdrawn) {
        if (withdrawn != null) {
            withdrawn.keys().forEach(changed);
        }
    }

    private static boolean isOf(FacadeStatus status, FacadeKey key, FacadeBundle bundle) {
        return status.bundleId() == bundle.id()
                && status.version() == key.version()
                && status.name().equals(key.name());
    }

    private static FacadeStatus status(FacadeKey key, int methods, FacadeBundle bundle, boolean serving) {
        return new FacadeStatus(
                key.name(),
                Math.toIntExact(key.version()),
                methods,
                bundle.id(),
                bundle.name(),
                bundle.version().toString(),
                serving,
                false,
                0,
                "");
    }
}
