// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import io.facet.facade.api.FacadeVersion;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** Facade versions as the subjects of exchanges, {@code Provisioner 11}. */
final class Facades {

    private Facades() {}

    static String subject(String name, long version) {
        return name + " " + version;
    }

    /** The facade's name in a subject. */
    static String name(String subject) {
        return subject.substring(0, subject.lastIndexOf(' '));
    }

    /** The version in a subject. */
    static long version(String subject) {
        return Long.parseLong(subject.substring(subject.lastIndexOf(' ') + 1));
    }

    /** What an installed bundle declares; nothing if it is uninstalled. */
    static Set<String> declaredBy(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Set.of()
                : subjects(revision.getDeclaredCapabilities(FacadeVersion.CAPABILITY).stream()
                        .map(capability -> capability.getAttributes())
                        .toList());
    }

    /** What the Provide-Capability header of a jar declares. */
    static Set<String> declaredIn(List<HeaderClause> capabilities) {
        return subjects(capabilities.stream()
                .filter(clause -> clause.name().equals(FacadeVersion.CAPABILITY))
                .map(HeaderClause::attributes)
                .toList());
    }

    private static Set<String> subjects(List<? extends Map<String, ?>> capabilities) {
        record Key(String name, long version) {}
        Set<String> subjects = new LinkedHashSet<>();
        capabilities.stream()
                .filter(attributes -> attributes.get(FacadeVersion.NAME) != null
                        && String.valueOf(attributes.get(FacadeVersion.VERSION)).matches("[0-9]{1,9}"))
                .map(attributes -> new Key(
                        attributes.get(FacadeVersion.NAME).toString(),
                        Long.parseLong(attributes.get(FacadeVersion.VERSION).toString())))
                .sorted(Comparator.comparing(Key::name).thenComparing(Key::version))
                .forEach(key -> subjects.add(subject(key.name(), key.version())));
        return subjects;
    }
}
