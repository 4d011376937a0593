// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.api;

import io.facet.application.api.LxdProfile;

/**
 * The LXD profile of a charm under the name that it has on the server ({@code provisioning-info.md} 6.1).
 *
 * @param name {@code juju-<model>-<application>-<charm revision>}
 * @param profile the profile
 */
public record CharmProfile(String name, LxdProfile profile) {}
