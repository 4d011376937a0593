// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.DefaultPool;
import io.facet.cloud.internal.BuiltInCloud.PoolCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The types of cloud of the contract. */
final class BuiltInClouds {

    /** {@code provisioning-info.md} 7.1. */
    private static final Set<String> REGIONAL = Set.of("azure", "ec2", "equinix", "gce", "openstack", "vsphere");

    /** {@code provisioning-info.md} 10.1. */
    private static final Set<String> CONTAINER_ADDRESSES = Set.of("maas");

    /** {@code provisioning-info.md} 6.1. */
    private static final Set<String> LXD_PROFILES = Set.of("lxd");

    /** {@code networking.md} 6.1. */
    private static final Set<String> ZONELESS_SUBNETS = Set.of("azure", "openstack");

    /** {@code provisioning-info.md} 4.1; no cloud owns {@code loop}, {@code rootfs} or {@code tmpfs}. */
    private static final Map<String, String> STORAGE = Map.of(
            "ec2", "ebs",
            "openstack", "cinder",
            "azure", "azure",
            "gce", "gce",
            "maas", "maas",
            "lxd", "lxd",
            "oci", "oci");

    /** {@code provisioning-info.md} 4.1. */
    private static final Map<String, List<DefaultPool>> POOLS = Map.of(
            "ec2", List.of(new DefaultPool("ebs-ssd", "ebs", Map.of("volume-type", "ssd"))),
            "azure", List.of(new DefaultPool("azure-premium", "azure", Map.of("account-type", "Premium_LRS"))),
            "lxd",
                    List.of(
                            new DefaultPool(
                                    "lxd-zfs",
                                    "lxd",
                                    Map.of("driver", "zfs", "lxd-pool", "juju-zfs", "zfs.pool_name", "juju-lxd")),
                            new DefaultPool("lxd-btrfs", "lxd", Map.of("driver", "btrfs", "lxd-pool", "juju-btrfs"))),
            "oci", List.of(new DefaultPool("iscsi", "oci", Map.of("volume-type", "iscsi"))));

    private static final Map<String, PoolCheck> POOL_CHECKS =
            Map.of("ec2", PoolChecks::ebs, "maas", PoolChecks::maas, "lxd", PoolChecks::lxd);

    private BuiltInClouds() {}

    /** All of them, in the order of their types. */
    static List<CloudProvider> all() {
        Set<String> types = new TreeSet<>(Set.of("manual"));
        List.of(REGIONAL, CONTAINER_ADDRESSES, LXD_PROFILES, ZONELESS_SUBNETS, STORAGE.keySet())
                .forEach(types::addAll);
        return types.stream().map(BuiltInClouds::cloud).toList();
    }

    private static CloudProvider cloud(String type) {
        return new BuiltInCloud(
                type,
                new CloudCapabilities(
                        REGIONAL.contains(type),
                        CONTAINER_ADDRESSES.contains(type),
                        LXD_PROFILES.contains(type),
                        ZONELESS_SUBNETS.contains(type),
                        STORAGE.containsKey(type) ? Set.of(STORAGE.get(type)) : Set.of()),
                POOLS.getOrDefault(type, List.of()),
                POOL_CHECKS.getOrDefault(type, PoolCheck.NONE));
    }
}
