// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import io.facet.core.Base;
import io.facet.core.Constraints;
import java.util.List;
import java.util.Map;

/**
 * What to start for a machine ({@code provisioning-info.md} 1.1), as far as a worker without a real cloud needs it.
 *
 * @param constraints what the machine must be like
 * @param base its operating system
 * @param placement placement directive, empty if none
 * @param jobs its jobs
 * @param tags tags for the instance
 * @param endpointBindings space of each endpoint, empty if none
 * @param subnetZones zones of each subnet that the machine may use, empty without a topology
 * @param spaceSubnets subnets of each space that the machine must reach, empty without a topology
 * @param imageIds ids of the images that fit, best first
 */
public record ProvisioningInfo(
        Constraints constraints,
        Base base,
        String placement,
        List<String> jobs,
        Map<String, String> tags,
        Map<String, String> endpointBindings,
        Map<String, List<String>> subnetZones,
        Map<String, List<String>> spaceSubnets,
        List<String> imageIds) {}
