// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudProvider;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.api.ContainerAddressRequest;
import io.facet.cloud.api.DefaultPool;
import io.facet.cloud.example.RackCloudProvider;
import io.facet.core.ErrorCode;
import io.facet.core.MachineId;
import io.facet.store.testing.StoreRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class CloudServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-2222-4333-8444-555555555555";
    private static final CloudSpec LAB = new CloudSpec("lab-maas", "maas", "default", "http://10.0.0.1/MAAS");

    @Rule
    public final StoreRule store = new StoreRule();

    private CloudServiceImpl clouds;

    @Before
    public void start() {
        clouds = new CloudServiceImpl(store.store());
    }

    @Test
    public void cloudIsReadAsRecorded() {
        set(SHOP, LAB);
        assertThat(cloud(SHOP)).isEqualTo(LAB);

        CloudSpec moved = new CloudSpec("lab-maas", "maas", "", "");
        set(SHOP, moved);
        assertThat(cloud(SHOP)).isEqualTo(moved);
    }

    @Test
    public void modelWithoutACloudIsNotFound() {
        assertThatThrownBy(() -> cloud(SHOP))
                .hasMessage("cloud of model \"" + SHOP + "\" not found")
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void cloudMovesAndGoesWithItsModel() {
        set(SHOP, LAB);
        store.write(OTHER, tx -> {
            clouds.moveModel(tx, SHOP, OTHER);
            return null;
        });
        assertThat(cloud(OTHER)).isEqualTo(LAB);
        assertThatThrownBy(() -> cloud(SHOP)).hasMessageEndingWith("not found");

        store.write(OTHER, tx -> {
            clouds.removeModel(tx, OTHER);
            return null;
        });
        assertThatThrownBy(() -> cloud(OTHER)).hasMessageEndingWith("not found");
    }

    @Test
    public void capabilitiesFollowTheType() {
        assertThat(clouds.capabilities("maas"))
                .isEqualTo(new CloudCapabilities(false, true, false, false, Set.of("maas")));
        assertThat(clouds.capabilities("lxd"))
                .isEqualTo(new CloudCapabilities(false, false, true, false, Set.of("lxd")));
        assertThat(clouds.capabilities("openstack"))
                .isEqualTo(new CloudCapabilities(true, false, false, true, Set.of("cinder")));
        assertThat(clouds.capabilities("azure"))
                .isEqualTo(new CloudCapabilities(true, false, false, true, Set.of("azure")));
        assertThat(clouds.capabilities("ec2"))
                .isEqualTo(new CloudCapabilities(true, false, false, false, Set.of("ebs")));
        assertThat(clouds.capabilities("vsphere"))
                .isEqualTo(new CloudCapabilities(true, false, false, false, Set.of()));
        assertThat(clouds.capabilities("oci"))
                .isEqualTo(new CloudCapabilities(false, false, false, false, Set.of("oci")));
        assertThat(clouds.capabilities("MAAS")).isEqualTo(new CloudCapabilities(false, false, false, false, Set.of()));
    }

    @Test
    public void otherBundlesAddTypesOfCloudsAndTakeThemAlong() {
        RackCloudProvider rack = new RackCloudProvider();
        try {
            clouds.bindProvider(rack, Map.of());
            assertThat(clouds.capabilities("rack"))
                    .isEqualTo(new CloudCapabilities(true, true, false, false, Set.of("rackdisk")));
            assertThat(clouds.defaultPools("rack"))
                    .containsExactly(new DefaultPool("rack-fast", "rackdisk", Map.of("tier", "fast")));
            assertThat(clouds.allocatesContainerAddresses("rack")).isTrue();
            assertThatThrownBy(() -> clouds.checkPool("rack", "rackdisk", Map.of("tier", "hot")))
                    .hasMessage("validating rackdisk pool: tier: expected fast or cold, got \"hot\"");
            clouds.checkPool("rack", "somebody else's", Map.of("tier", "hot"));
        } finally {
            clouds.unbindProvider(rack, Map.of());
            rack.deactivate();
        }
        assertThat(clouds.capabilities("rack")).isEqualTo(new CloudCapabilities(false, false, false, false, Set.of()));
        assertThat(clouds.allocatesContainerAddresses("rack")).isFalse();
    }

    @Test
    public void providerThatArrivesTakesOverWhatIsBuiltInAndTheHighestRankingCounts() {
        CloudProvider low = regional("maas", false);
        CloudProvider high = regional("maas", true);
        clouds.bindProvider(high, Map.of("service.ranking", 7, "service.id", 2L));
        clouds.bindProvider(low, Map.of("service.ranking", -1, "service.id", 1L));
        assertThat(clouds.capabilities("maas").regional()).isTrue();

        clouds.unbindProvider(high, Map.of("service.ranking", 7, "service.id", 2L));
        assertThat(clouds.capabilities("maas").regional()).isFalse();
        assertThat(clouds.capabilities("maas").containerAddresses()).isFalse();

        clouds.unbindProvider(low, Map.of("service.ranking", -1, "service.id", 1L));
        assertThat(clouds.capabilities("maas").containerAddresses()).isTrue();
    }

    @Test
    public void providerThatIsExchangedIsNeverMissed() {
        CloudProvider old = regional("rack", false);
        CloudProvider successor = regional("rack", true);
        Map<String, ?> again = Map.of("service.id", 3L, "service.ranking", Integer.MAX_VALUE);
        clouds.bindProvider(old, Map.of("service.id", 1L));
        clouds.bindProvider(successor, Map.of("service.id", 2L));
        assertThat(clouds.capabilities("rack").regional()).isFalse();

        clouds.bindProvider(successor, again);
        assertThat(clouds.capabilities("rack").regional()).isTrue();

        clouds.unbindProvider(old, Map.of("service.id", 1L));
        clouds.unbindProvider(successor, again);
        assertThat(clouds.capabilities("rack").regional()).isTrue();
    }

    private static CloudProvider regional(String type, boolean regional) {
        return new CloudProvider() {
            @Override
            public String cloudType() {
                return type;
            }

            @Override
            public CloudCapabilities capabilities() {
                return new CloudCapabilities(regional, false, false, false, Set.of());
            }
        };
    }

    @Test
    public void addressesAreAllocatedByWhoeverCan() {
        RackCloudProvider rack = new RackCloudProvider();
        clouds.bindProvider(rack, Map.of());
        try {
            assertThatThrownBy(() -> clouds.allocateContainerAddresses(request("rack"))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseMessage("no prepared info to allocate");
        } finally {
            clouds.unbindProvider(rack, Map.of());
            rack.deactivate();
        }
        assertThat(clouds.allocatesContainerAddresses("maas")).isFalse();
        assertThatThrownBy(() -> clouds.allocateContainerAddresses(request("maas"))
                        .toCompletableFuture()
                        .join())
                .hasRootCauseMessage("container addresses not supported")
                .cause()
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_SUPPORTED);
    }

    private static ContainerAddressRequest request(String type) {
        return new ContainerAddressRequest(
                new CloudSpec("c", type, "", ""), SHOP, "i-1", new MachineId("1/lxd/0"), List.of());
    }

    @Test
    public void poolsThatTheCloudWouldRefuseAreRefused() {
        clouds.checkPool("ec2", "ebs", Map.of("volume-type", "gp3", "iops", "3000", "encrypted", "true"));
        clouds.checkPool("ec2", "cinder", Map.of("volume-type", "of another cloud"));
        clouds.checkPool("maas", "maas", Map.of("tags", "ssd, fast"));
        clouds.checkPool("lxd", "lxd", Map.of());
        clouds.checkPool("gce", "gce", Map.of("anything", "goes"));
        assertThatThrownBy(() -> clouds.checkPool("ec2", "ebs", Map.of("volume-type", "floppy")))
                .hasMessageStartingWith("validating ebs storage config: volume-type: expected one of cold-storage, gp2")
                .hasMessageEndingWith("got \"floppy\"");
        assertThatThrownBy(() -> clouds.checkPool("ec2", "ebs", Map.of("iops", "many")))
                .hasMessage("validating ebs storage config: iops: expected a number, got \"many\"");
        assertThatThrownBy(() -> clouds.checkPool("ec2", "ebs", Map.of("encrypted", "maybe")))
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> clouds.checkPool("maas", "maas", Map.of("tags", "ssd,very fast")))
                .hasMessage("validating maas storage config: tags: expected tags without blanks inside, separated by"
                        + " commas, got \"ssd,very fast\"");
        assertThatThrownBy(() -> clouds.checkPool("lxd", "lxd", Map.of("driver", "ntfs")))
                .hasMessage(
                        "validating lxd storage config: driver: expected one of btrfs, dir, lvm, zfs, got \"ntfs\"");
    }

    @Test
    public void defaultPoolsAreThoseOfTheContractAndPassTheirOwnChecks() {
        Map<String, List<String>> expected = Map.of(
                "ec2", List.of("ebs-ssd"),
                "azure", List.of("azure-premium"),
                "lxd", List.of("lxd-zfs", "lxd-btrfs"),
                "oci", List.of("iscsi"),
                "maas", List.of(),
                "nowhere", List.of());
        expected.forEach((cloud, names) -> {
            assertThat(clouds.defaultPools(cloud)).extracting(DefaultPool::name).containsExactlyElementsOf(names);
            clouds.defaultPools(cloud).forEach(pool -> clouds.checkPool(cloud, pool.provider(), pool.attributes()));
        });
    }

    @Test
    public void manualShowsTheExampleAsItIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/facet/cloud/example/RackCloudProvider.java"));
        assertThat(Files.readString(Path.of("../../docs/cloud-provider.md"))).contains("```java\n" + source + "```");
    }

    private void set(String modelUuid, CloudSpec cloud) {
        store.write(modelUuid, tx -> {
            clouds.setCloud(tx, modelUuid, cloud);
            return null;
        });
    }

    private CloudSpec cloud(String modelUuid) {
        return store.read(tx -> clouds.cloud(tx, modelUuid));
    }
}
