// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one-word name of an operating system and its version, as clients before 2.9.35 know it: {@code jammy} for
 * {@code ubuntu@22.04} ({@code provisioner.md} 10.3).
 *
 * @param name the word
 * @param os name of the system
 * @param track version of it
 */
public record Series(String name, String os, String track) {

    private static final String UBUNTU = "ubuntu";
    private static final String GENERIC = "genericlinux";

    private static final Map<String, String> UBUNTU_BY_TRACK = Map.ofEntries(
            Map.entry("12.04", "precise"),
            Map.entry("12.10", "quantal"),
            Map.entry("13.04", "raring"),
            Map.entry("13.10", "saucy"),
            Map.entry("14.04", "trusty"),
            Map.entry("14.10", "utopic"),
            Map.entry("15.04", "vivid"),
            Map.entry("15.10", "wily"),
            Map.entry("16.04", "xenial"),
            Map.entry("16.10", "yakkety"),
            Map.entry("17.04", "zesty"),
            Map.entry("17.10", "artful"),
            Map.entry("18.04", "bionic"),
            Map.entry("18.10", "cosmic"),
            Map.entry("19.04", "disco"),
            Map.entry("19.10", "eoan"),
            Map.entry("20.04", "focal"),
            Map.entry("20.10", "groovy"),
            Map.entry("21.04", "hirsute"),
            Map.entry("21.10", "impish"),
            Map.entry("22.04", "jammy"),
            Map.entry("22.10", "kinetic"),
            Map.entry("23.04", "lunar"),
            Map.entry("23.10", "mantic"),
            Map.entry("24.04", "noble"),
            Map.entry("24.10", "oracular"),
            Map.entry("25.04", "plucky"),
            Map.entry("25.10", "questing"));

    private static final Map<String, String> UBUNTU_BY_NAME =
            UBUNTU_BY_TRACK.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    /** Systems whose series is their name and version in one word. */
    private static final Map<String, String> PREFIXES = Map.of("centos", "centos", "opensuse", "opensuse");

    /** The series of a base; empty if it has none. */
    public static Optional<Series> of(Base base) {
        return of(base.os(), base.track());
    }

    /**
     * The series of an operating system.
     *
     * @param os name of the system, such as {@code ubuntu}
     * @param track its version, such as {@code 22.04}
     */
    public static Optional<Series> of(String os, String track) {
        Optional<String> name =
                switch (os) {
                    case UBUNTU -> Optional.ofNullable(UBUNTU_BY_TRACK.get(track));
                    case GENERIC -> Optional.of(GENERIC);
                    default -> Optional.ofNullable(PREFIXES.get(os)).map(prefix -> prefix + track);
                };
        return name.map(word -> new Series(word, os, track));
    }

    /** The series with this name; empty if there is none. */
    public static Optional<Series> named(String name) {
        if (name.equals(GENERIC)) {
            return Optional.of(new Series(GENERIC, GENERIC, GENERIC));
        }
        return Optional.ofNullable(UBUNTU_BY_NAME.get(name))
                .map(track -> new Series(name, UBUNTU, track))
                .or(() -> PREFIXES.entrySet().stream()
                        .filter(system -> name.matches(system.getValue() + "[0-9]+"))
                        .map(system -> new Series(
                                name,
                                system.getKey(),
                                name.substring(system.getValue().length())))
                        .findAny());
    }

    @Override
    public String toString() {
        return name;
    }
}
