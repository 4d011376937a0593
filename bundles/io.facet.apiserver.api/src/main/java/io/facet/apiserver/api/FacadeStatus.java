// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.api;

/**
 * One provider of a facade version.
 *
 * @param name facade name
 * @param version facade version
 * @param methods how many methods it serves
 * @param bundleId id of the bundle
 * @param bundleName symbolic name of the bundle
 * @param bundleVersion version of the bundle
 * @param serving whether calls go to this provider
 * @param pinned whether it was chosen by {@link FacadeSwitch#switchTo}, whatever its version
 * @param running how many calls run on it
 * @param note what keeps calls away from it as a short phrase, empty if nothing does
 */
public record FacadeStatus(
        String name,
        int version,
        int methods,
        long bundleId,
        String bundleName,
        String bundleVersion,
        boolean serving,
        boolean pinned,
        int running,
        String note) {}
