// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** Decides whether a jar may take the place of what is installed. Nothing is changed by that. */
final class Checks {
    private static final String CONNECTIONS =
            "it holds the connections of the clients, which would drop; stop Facet, install the new release and start it";
    private static final String DATABASE =
            "all services hang on it and would restart; stop Facet, install the new release and start it";
    // key: symbolic name of a bundle that no exchange may touch, value: why, and what to do
    private static final Map<String, String> FIXED = Map.of(
            "io.facet.apiserver", CONNECTIONS,
            "io.facet.rpc", CONNECTIONS,
            "io.facet.store", DATABASE,
            "io.facet.sql", DATABASE,
            "io.facet.upgrade", "it cannot replace itself; update it in place with bundle:update",
            "io.facet.shell", "no calls go through it; update it in place with bundle:update",
            "io.facet.audit", "both would write what happens meanwhile; update it in place with bundle:update");

    private final Platform platform;
    private final State state;

    Checks(Platform platform, State state) {
        this.platform = platform;
        this.state = state;
    }

    /** Why no exchange may touch a bundle of this name, as a sentence without a full stop; empty if one may. */
    static Optional<String> obstacle(String symbolicName) {
        if (symbolicName.endsWith(".api")) {
            return Optional.of(symbolicName + " cannot be exchanged while calls run, because all bundles that use its"
                    + " interfaces would restart; stop Facet, install the new release and start it");
        }
        return Optional.ofNullable(FIXED.get(symbolicName))
                .map(why -> symbolicName + " cannot be exchanged so, because " + why);
    }

    /** @param older whether a version that is not newer is welcome */
    Plan facade(Candidate next, boolean older, ApiServer server) throws Failure {
        if (next.facades().isEmpty()) {
            throw new Failure(name(next) + " is not a facade bundle, since its manifest declares no capability"
                    + " io.facet.facade; give the jar of a facade, or use facet:service-upgrade for a service");
        }
        lasting(next);
        Set<Long> serving = server.facades().stream()
                .filter(facade ->
                        facade.serving() && next.facades().contains(Facades.subject(facade.name(), facade.version())))
                .map(FacadeStatus::bundleId)
                .collect(Collectors.toSet());
        Optional<Bundle> installed = installed(next);
        if (installed.filter(bundle -> serving.contains(bundle.getBundleId())).isPresent()) {
            throw new Failure(name(next) + " is installed already and serves, as bundle "
                    + installed.get().getBundleId() + "; give a jar with a higher Bundle-Version");
        }
        List<Bundle> old = platform.bundles().stream()
                .filter(bundle -> !installed.equals(Optional.of(bundle)) && !state.isQuarantined(bundle))
                .filter(bundle -> Facades.declaredBy(bundle).stream().anyMatch(next.facades()::contains))
                .sorted(Comparator.comparing((Bundle bundle) -> serving.contains(bundle.getBundleId()))
                        .thenComparing(Bundle::getVersion))
                .toList();
        covered(next, old);
        newer(next, old.get(old.size() - 1), older);
        return new Plan(old, installed, false);
    }

    /** What is replaced has to be all there is of the new bundle's facades, and nothing that the new bundle lacks. */
    private static void covered(Candidate next, List<Bundle> old) throws Failure {
        Set<String> declared = new LinkedHashSet<>();
        for (Bundle bundle : old) {
            Set<String> lost = new LinkedHashSet<>(Facades.declaredBy(bundle));
            declared.addAll(lost);
            lost.removeAll(next.facades());
            if (!lost.isEmpty()) {
                throw new Failure(name(next) + " does not declare " + String.join(", ", lost) + ", which would go with"
                        + " bundle " + Platform.name(bundle) + "; give a jar that declares all of "
                        + String.join(", ", Facades.declaredBy(bundle)));
            }
        }
        Set<String> added = new LinkedHashSet<>(next.facades());
        added.removeAll(declared);
        if (!added.isEmpty()) {
            throw new Failure("no other installed bundle declares " + String.join(", ", added)
                    + ", so there is nothing to" + " upgrade; add it with feature:install or bundle:install");
        }
    }

    /** @param older whether a version that is not newer is welcome */
    Plan service(Candidate next, boolean older) throws Failure {
        if (!next.facades().isEmpty()) {
            throw new Failure(name(next) + " is a facade bundle; use facet:facade-upgrade");
        }
        Optional<String> obstacle = obstacle(next.symbolicName());
        if (obstacle.isPresent()) {
            throw new Failure(obstacle.get());
        }
        if (next.services().stream().noneMatch(Interfaces::isOfFacet)) {
            throw new Failure(name(next) + " provides no service of Facet, since its manifest declares no capability"
                    + " osgi.service with an interface of an io.facet API; give the jar of a service");
        }
        lasting(next);
        Optional<Bundle> installed = installed(next);
        if (installed.isPresent()) {
            throw new Failure(name(next) + " is installed already, as bundle "
                    + installed.get().getBundleId() + "; give a jar with a higher Bundle-Version");
        }
        List<Bundle> old = platform.bundles().stream()
                .filter(bundle -> bundle.getSymbolicName().equals(next.symbolicName()) && !state.isQuarantined(bundle))
                .sorted(Comparator.comparing((Bundle bundle) -> bundle.getState() == Bundle.ACTIVE)
                        .thenComparing(Bundle::getVersion))
                .toList();
        if (old.stream().noneMatch(bundle -> bundle.getState() == Bundle.ACTIVE)) {
            throw new Failure(
                    "no bundle " + next.symbolicName() + " is active, so there is nothing to upgrade; start it"
                            + " with bundle:start, or add it with feature:install or bundle:install");
        }
        newer(next, old.get(old.size() - 1), older);
        return new Plan(old, Optional.empty(), false);
    }

    /** For a bundle that requires services, Karaf brings others back that exchanges have replaced. */
    private static void lasting(Candidate next) throws Failure {
        if (next.requiresServices()) {
            throw new Failure("the manifest of " + name(next) + " requires osgi.service, for which the next feature"
                    + " operation would install bundles that were replaced; build it with the bnd instruction"
                    + " -dsannotations-options: norequirements");
        }
    }

    private Optional<Bundle> installed(Candidate next) throws Failure {
        Optional<Bundle> same = platform.bundles().stream()
                .filter(bundle -> bundle.getSymbolicName().equals(next.symbolicName())
                        && bundle.getVersion().equals(next.version()))
                .findFirst();
        if (same.filter(state::isQuarantined).isPresent()) {
            throw new Failure(
                    name(next) + " is quarantined as bundle " + same.get().getBundleId()
                            + " until Facet is started again; give a jar with another Bundle-Version");
        }
        return same;
    }

    private static void newer(Candidate next, Bundle serving, boolean older) throws Failure {
        if (!older && next.version().compareTo(serving.getVersion()) <= 0) {
            throw new Failure(name(next) + " is not newer than " + Platform.name(serving)
                    + ", which serves now; --force takes it all the same");
        }
    }

    private static String name(Candidate next) {
        return next.symbolicName() + " " + next.version();
    }
}
