// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

import java.util.Locale;

/**
 * The cloud that metadata has to be for.
 *
 * @param region region, compared without regard to case and surrounding blanks
 * @param endpoint endpoint, compared without regard to one slash at the end
 */
public record CloudRegion(String region, String endpoint) {

    /** Whether both are the same cloud ({@code provisioning-info.md} 7.4). */
    public boolean isSame(CloudRegion other) {
        return canonical(region).equals(canonical(other.region))
                && trimmed(endpoint).equals(trimmed(other.endpoint));
    }

    private static String canonical(String region) {
        return region.strip().toLowerCase(Locale.ROOT);
    }

    private static String trimmed(String endpoint) {
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    @Override
    public String toString() {
        return "{" + region + " " + endpoint + "}";
    }
}
