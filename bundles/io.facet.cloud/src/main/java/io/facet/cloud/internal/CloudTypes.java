// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudCapabilities;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What each type of cloud can do. */
final class CloudTypes {

    /** {@code provisioning-info.md} 7.1. */
    private static final Set<String> REGIONAL = Set.of("azure", "ec2", "equinix", "gce", "openstack", "vsphere");

    /** {@code provisioning-info.md} 10.1. */
    private static final Set<String> CONTAINER_ADDRESSES = Set.of("maas");

    /** {@code provisioning-info.md} 6.1. */
    private static final Set<String> LXD_PROFILES = Set.of("lxd");

    /** {@code networking.md} 6.1. */
    private static final Set<String> ZONELESS_SUBNETS = Set.of("azure", "openstack");

    /** {@code provisioning-info.md} 4.1; no cloud owns {@code loop}, {@code rootfs} or {@code tmpfs}. */
    private static final Map<String, Set<String>> STORAGE_PROVIDERS = Map.of(
            "ec2", Set.of("ebs"),
            "openstack", Set.of("cinder"),
            "azure", Set.of("azure"),
            "gce", Set.of("gce"),
            "maas", Set.of("maas"),
            "lxd", Set.of("lxd"),
            "oci", Set.of("oci"));

    private static final CloudCapabilities NOTHING = new CloudCapabilities(false, false, false, false, Set.of());
    private static final Map<String, CloudCapabilities> BY_TYPE = new HashMap<>();

    static {
        for (Set<String> types :
                Set.of(REGIONAL, CONTAINER_ADDRESSES, LXD_PROFILES, ZONELESS_SUBNETS, STORAGE_PROVIDERS.keySet())) {
            types.forEach(type -> BY_TYPE.put(
                    type,
                    new CloudCapabilities(
                            REGIONAL.contains(type),
                            CONTAINER_ADDRESSES.contains(type),
                            LXD_PROFILES.contains(type),
                            ZONELESS_SUBNETS.contains(type),
                            STORAGE_PROVIDERS.getOrDefault(type, Set.of()))));
        }
    }

    private CloudTypes() {}

    /** The capabilities of a type, whose name must match exactly; an unknown type can do nothing. */
    static CloudCapabilities capabilities(String type) {
        return BY_TYPE.getOrDefault(type, NOTHING);
    }
}
