// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import io.facet.core.FacetException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The attributes that the storage of some clouds accepts ({@code provisioning-info.md} 4.1). */
final class PoolChecks {

    private static final Set<String> EBS_VOLUME_TYPES = Set.of(
            "magnetic",
            "optimized-hdd",
            "cold-storage",
            "ssd",
            "provisioned-iops",
            "standard",
            "gp2",
            "gp3",
            "io1",
            "io2",
            "st1",
            "sc1");
    private static final Set<String> LXD_DRIVERS = Set.of("zfs", "dir", "btrfs", "lvm");

    private PoolChecks() {}

    static void ebs(Map<String, String> attributes) {
        oneOf("ebs", attributes, "volume-type", EBS_VOLUME_TYPES);
        oneOf("ebs", attributes, "encrypted", Set.of("true", "false"));
        String iops = attributes.getOrDefault("iops", "0");
        if (!iops.matches("[0-9]{1,9}")) {
            throw refused("ebs", "iops", "a number", iops);
        }
    }

    static void maas(Map<String, String> attributes) {
        String tags = attributes.getOrDefault("tags", "");
        for (String tag : tags.split(",")) {
            if (tag.strip().matches(".*\\s.*")) {
                throw refused("maas", "tags", "tags without blanks inside, separated by commas", tags);
            }
        }
    }

    static void lxd(Map<String, String> attributes) {
        oneOf("lxd", attributes, "driver", LXD_DRIVERS);
    }

    /** A missing attribute has a default. */
    private static void oneOf(String storage, Map<String, String> attributes, String name, Set<String> accepted) {
        String value = attributes.get(name);
        if (value != null && !accepted.contains(value)) {
            throw refused(storage, name, "one of " + String.join(", ", new TreeSet<>(accepted)), value);
        }
    }

    private static FacetException refused(String storage, String name, String expected, String value) {
        return FacetException.uncoded("validating " + storage + " storage config: " + name + ": expected " + expected
                + ", got \"" + value + "\"");
    }
}
