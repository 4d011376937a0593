// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/**
 * A bundle whose jar is kept.
 *
 * @param facade whether it serves facades; else it provides services
 * @param subjects what it serves: facade versions, or its symbolic name
 * @param symbolicName its symbolic name
 * @param bundleVersion its version
 * @param file name of the jar among those that are kept
 * @param bytes size of the jar
 * @param sinceMs when it began, or ceased, to serve; milliseconds since 1970
 */
record KeptJar(
        boolean facade,
        List<String> subjects,
        String symbolicName,
        String bundleVersion,
        String file,
        long bytes,
        long sinceMs) {

    Version version() {
        return Version.parseVersion(bundleVersion);
    }

    KeptJar since(long ms) {
        return new KeptJar(facade, subjects, symbolicName, bundleVersion, file, bytes, ms);
    }

    /** Whether it is about the same facade version or service. */
    boolean sharesSubject(KeptJar other) {
        return facade == other.facade && !Collections.disjoint(subjects, other.subjects);
    }

    boolean isSameBundle(KeptJar other) {
        return symbolicName.equals(other.symbolicName) && bundleVersion.equals(other.bundleVersion);
    }

    boolean describes(Bundle bundle) {
        return symbolicName.equals(bundle.getSymbolicName())
                && bundleVersion.equals(bundle.getVersion().toString());
    }
}
