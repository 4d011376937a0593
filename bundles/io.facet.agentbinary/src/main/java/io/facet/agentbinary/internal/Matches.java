// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryQuery;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which binaries fit a query. Clients before 2.9 name an Ubuntu series where later ones name the operating system
 * ({@code provisioner.md} 10.3): for them the binaries of Ubuntu count as those of the series, under its name.
 */
final class Matches {

    static final String UBUNTU = "ubuntu";

    private static final Set<String> UBUNTU_SERIES = Set.of(
            "precise",
            "quantal",
            "raring",
            "saucy",
            "trusty",
            "utopic",
            "vivid",
            "wily",
            "xenial",
            "yakkety",
            "zesty",
            "artful",
            "bionic",
            "cosmic",
            "disco",
            "eoan",
            "focal",
            "groovy",
            "hirsute",
            "impish",
            "jammy",
            "kinetic",
            "lunar",
            "mantic",
            "noble",
            "oracular",
            "plucky",
            "questing");

    private Matches() {}

    /** Whether the release names an Ubuntu series rather than an operating system. */
    static boolean isUbuntuSeries(String release) {
        return UBUNTU_SERIES.contains(release);
    }

    /** Those of the stored binaries that fit, in their order. */
    static List<AgentBinary> stored(AgentBinaryQuery query, List<AgentBinary> all) {
        if (query.number().equals(AgentVersion.ZERO)) {
            return List.of();
        }
        return of(
                query,
                all,
                query.number()::equals,
                AgentBinary::version,
                (binary, version) -> new AgentBinary(version, binary.sha256(), binary.size()));
    }

    /** Those of the binaries in streams that fit, in their order. */
    static List<StreamBinary> inStreams(AgentBinaryQuery query, List<StreamBinary> all) {
        // The search of the reference is then for any major version with minor version 0.
        Predicate<AgentVersion> number =
                query.number().equals(AgentVersion.ZERO) ? candidate -> candidate.minor() == 0 : query.number()::equals;
        return of(query, all, number, found -> found.binary().version(), StreamBinary::as);
    }

    /** How something is offered under the version of another release. */
    private interface Renaming<T> {
        T as(T original, AgentBinaryVersion version);
    }

    private static <T> List<T> of(
            AgentBinaryQuery query,
            List<T> all,
            Predicate<AgentVersion> number,
            Function<T, AgentBinaryVersion> version,
            Renaming<T> renaming) {
        List<T> candidates = all.stream()
                .filter(each -> number.test(version.apply(each).number()))
                .filter(each -> fits(query.arch(), version.apply(each).arch()))
                .toList();
        Set<AgentBinaryVersion> named = candidates.stream()
                .map(version)
                .filter(each -> each.os().equals(query.os()))
                .collect(Collectors.toSet());
        List<T> found = new ArrayList<>();
        for (T candidate : candidates) {
            AgentBinaryVersion own = version.apply(candidate);
            if (fits(query.os(), own.os())) {
                found.add(candidate);
            } else if (isUbuntuSeries(query.os()) && own.os().equals(UBUNTU)) {
                AgentBinaryVersion renamed = new AgentBinaryVersion(own.number(), query.os(), own.arch());
                if (named.add(renamed)) {
                    found.add(renaming.as(candidate, renamed));
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean fits(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }
}
