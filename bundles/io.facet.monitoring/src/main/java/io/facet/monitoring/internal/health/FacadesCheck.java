// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.FacadeStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Each facade version that is installed is served by one of the bundles that provide it. */
public final class FacadesCheck implements HealthCheck {

    private final Supplier<Optional<ApiServer>> server;

    public FacadesCheck(Supplier<Optional<ApiServer>> server) {
        this.server = server;
    }

    @Override
    public Result execute() {
        return server.get().map(present -> verdict(present.facades())).orElse(Verdict.NO_SERVER);
    }

    private static Result verdict(List<FacadeStatus> installed) {
        Map<String, List<FacadeStatus>> versions = installed.stream()
                .collect(Collectors.groupingBy(
                        facade -> facade.name() + " " + facade.version(), TreeMap::new, Collectors.toList()));
        String missing = versions.entrySet().stream()
                .filter(version -> version.getValue().stream().noneMatch(FacadeStatus::serving))
                .map(version -> version.getKey() + reason(version.getValue()))
                .collect(Collectors.joining(", "));
        if (versions.isEmpty()) {
            return Verdict.critical("No facade is installed, so clients can call nothing; install one with"
                    + " feature:install facet-provisioner-11.");
        }
        if (installed.stream().noneMatch(FacadeStatus::serving)) {
            return Verdict.critical("No facade is served: " + missing + ".");
        }
        return missing.isEmpty()
                ? Verdict.ok("Served: " + String.join(", ", versions.keySet()) + ".")
                : Verdict.warn("Installed but not served: " + missing + ".");
    }

    private static String reason(List<FacadeStatus> bundles) {
        String notes = bundles.stream()
                .filter(bundle -> !bundle.note().isEmpty())
                .map(bundle -> bundle.bundleName() + ": " + bundle.note())
                .collect(Collectors.joining("; "));
        return notes.isEmpty() ? "" : " (" + notes + ")";
    }
}
