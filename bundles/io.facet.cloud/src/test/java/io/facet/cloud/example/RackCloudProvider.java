// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.example;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.ContainerAddressAllocator;
import io.facet.cloud.api.ContainerInterface;
import io.facet.cloud.api.DefaultPool;
import io.facet.core.FacetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Clouds of type {@code rack}: regional, with disks of their own, and addresses for containers. */
@Component(immediate = true)
public final class RackCloudProvider implements CloudProvider {
    private static final String DISK = "rackdisk";
    private static final Set<String> TIERS = Set.of("fast", "cold");

    private final ExecutorService calls = Executors.newFixedThreadPool(4, task -> new Thread(task, "rack-calls"));

    /** Ends the calls under way. */
    @Deactivate
    public void deactivate() {
        calls.shutdownNow();
    }

    @Override
    public String cloudType() {
        return "rack";
    }

    @Override
    public CloudCapabilities capabilities() {
        boolean regional = true;
        boolean containerAddresses = true;
        boolean lxdProfiles = false;
        boolean zonelessSubnets = false;
        return new CloudCapabilities(regional, containerAddresses, lxdProfiles, zonelessSubnets, Set.of(DISK));
    }

    @Override
    public void checkPool(String storageProvider, Map<String, String> attributes) {
        String tier = attributes.getOrDefault("tier", "cold");
        if (!TIERS.contains(tier)) {
            throw FacetException.uncoded("validating rackdisk pool: tier: expected fast or cold, got \"" + tier + "\"");
        }
    }

    @Override
    public List<DefaultPool> defaultPools() {
        return List.of(new DefaultPool("rack-fast", DISK, Map.of("tier", "fast")));
    }

    @Override
    public Optional<ContainerAddressAllocator> containerAddressAllocator() {
        return Optional.of(request -> supplyAsync(() -> allocate(request.prepared()), calls));
    }

    /** A real provider asks its cloud here, with a time limit, and fills in what it was given. */
    private static List<ContainerInterface> allocate(List<ContainerInterface> prepared) {
        if (prepared.isEmpty()) {
            throw FacetException.uncoded("no prepared info to allocate");
        }
        return prepared;
    }
}
