// SPDX-License-Identifier: Apache-2.0
package io.facet.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.ErrorCode;
import io.facet.store.testing.StoreRule;
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
