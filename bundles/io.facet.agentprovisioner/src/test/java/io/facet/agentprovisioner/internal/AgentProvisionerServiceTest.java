// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.agentprovisioner.api.ContainerConfig;
import io.facet.agentprovisioner.api.ProxySettings;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.core.AgentVersion;
import io.facet.core.ErrorCode;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.store.testing.StoreRule;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class AgentProvisionerServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";

    @Rule
    public final StoreRule store = new StoreRule();

    private ModelServiceImpl models;
    private AgentProvisionerServiceImpl service;

    @Before
    public void start() {
        models = new ModelServiceImpl(store.store(), "here", "now");
        service = new AgentProvisionerServiceImpl(models, new CloudServiceImpl(store.store()));
    }

    @Test
    public void plainModelHasTheFourKeysThatAreAlwaysThere() {
        create("maas", Map.of());

        assertThat(config("lxd"))
                .isEqualTo(Map.of(
                        "model-uuid", SHOP,
                        "lxd-snap-channel", "5.0/stable",
                        "container-image-stream", "released",
                        "container-networking-method", "provider"));
    }

    @Test
    public void snapChannelIsForLxdOnly() {
        create("maas", Map.of("lxd-snap-channel", "5.21/stable"));

        assertThat(config("lxd")).containsEntry("lxd-snap-channel", "5.21/stable");
        assertThat(config("kvm")).containsEntry("lxd-snap-channel", "");
        assertThat(config("")).containsEntry("lxd-snap-channel", "");
    }

    @Test
    public void missingKeysAnswerAsTheContractSays() {
        create("ec2", Map.of());
        lose("container-image-stream", "lxd-snap-channel");

        assertThat(config("lxd"))
                .containsEntry("container-image-stream", "")
                .containsEntry("lxd-snap-channel", "5.0/stable");
    }

    @Test
    public void imageMetadataKeysAreThereOnlyIfSet() {
        create(
                "lxd",
                Map.of(
                        "container-image-metadata-url",
                        "https://images.example.net",
                        "container-image-metadata-defaults-disabled",
                        true));

        assertThat(config("lxd"))
                .containsEntry("container-image-metadata-url", "https://images.example.net")
                .containsEntry("container-image-metadata-defaults-disabled", "true");
    }

    @Test
    public void networkingMethodFollowsTheCloudUnlessConfigured() {
        Map<String, String> expected = Map.of("maas", "provider", "lxd", "local", "manual", "local", "none", "local");
        expected.forEach((cloud, method) -> {
            create(cloud, Map.of());
            assertThat(method()).isEqualTo(method);
            remove();
        });
        create("maas", Map.of("container-networking-method", "local"));
        assertThat(method()).isEqualTo("local");
        remove();
        create("ec2", Map.of("container-networking-method", "provider"));
        assertThat(method()).isEqualTo("provider");
    }

    @Test
    public void containerConfigTakesOverWhatTheModelSays() {
        create(
                "maas",
                Map.of(
                        "snap-http-proxy", "http://snap:1",
                        "snap-https-proxy", "https://snap:2",
                        "snap-store-assertions", "assertions",
                        "snap-store-proxy", "store-id",
                        "snap-store-proxy-url", "http://store",
                        "apt-mirror", "http://mirror",
                        "container-inherit-properties", "apt-primary,ca-certs",
                        "cloudinit-userdata", "packages: [jq]",
                        "ssl-hostname-verification", false,
                        "enable-os-upgrade", false));

        ContainerConfig config = containerConfig();

        assertThat(config.providerType()).isEqualTo("maas");
        assertThat(config.snapProxy()).isEqualTo(new ProxySettings("http://snap:1", "https://snap:2", "", ""));
        assertThat(config.snapStoreAssertions()).isEqualTo("assertions");
        assertThat(config.snapStoreProxyId()).isEqualTo("store-id");
        assertThat(config.snapStoreProxyUrl()).isEqualTo("http://store");
        assertThat(config.aptMirror()).isEqualTo("http://mirror");
        assertThat(config.containerInheritProperties()).isEqualTo("apt-primary,ca-certs");
        assertThat(config.cloudInitUserData()).isEqualTo("packages: [jq]");
        assertThat(config.sslHostnameVerification()).isFalse();
        assertThat(config.osRefreshUpdate()).isTrue();
        assertThat(config.osUpgrade()).isFalse();
    }

    @Test
    public void keyThatIsGoneGivesNothingRatherThanItsDefault() {
        create("maas", Map.of());
        lose("no-proxy", "ssl-hostname-verification", "enable-os-refresh-update");

        ContainerConfig config = containerConfig();

        assertThat(config.legacyProxy()).isEqualTo(new ProxySettings("", "", "", ""));
        assertThat(config.sslHostnameVerification()).isFalse();
        assertThat(config.osRefreshUpdate()).isFalse();
    }

    @Test
    public void aptProxyIsTheFirstOfAptJujuAndLegacy() {
        create(
                "maas",
                Map.of(
                        "apt-http-proxy", "apt:1",
                        "juju-http-proxy", "http://juju:1",
                        "juju-https-proxy", "juju:2",
                        "juju-ftp-proxy", "ftp://juju:3",
                        "juju-no-proxy", "juju.local"));
        assertThat(containerConfig().aptProxy())
                .isEqualTo(new ProxySettings("http://apt:1", "https://juju:2", "ftp://juju:3", "juju.local"));
        assertThat(containerConfig().jujuProxy())
                .isEqualTo(new ProxySettings("http://juju:1", "juju:2", "ftp://juju:3", "juju.local"));
        remove();

        create("maas", Map.of("ftp-proxy", "old:3", "no-proxy", "old.local", "juju-no-proxy", "juju.local"));
        assertThat(containerConfig().aptProxy()).isEqualTo(new ProxySettings("", "", "ftp://old:3", "old.local"));
        remove();

        create("maas", Map.of("apt-no-proxy", "apt.local", "http-proxy", "http://old:1"));
        assertThat(containerConfig().aptProxy().noProxy()).isEqualTo("apt.local");
        assertThat(containerConfig().aptProxy().http()).isEqualTo("http://old:1");
    }

    private ContainerConfig containerConfig() {
        return store.read(tx -> service.containerConfig(tx, SHOP));
    }

    @Test
    public void networkingMethodThatIsNotUnderstoodIsAnError() {
        create("maas", Map.of());
        store.write(SHOP, tx -> {
            // No longer accepted as a setting, but an older release may have stored it.
            try (var update = tx.connection().createStatement()) {
                return update.executeUpdate(
                        "UPDATE model_config SET value = 'fan' WHERE key = 'container-networking-method'");
            }
        });

        assertThatThrownBy(this::method)
                .hasMessage("unable to deduce container networking method \"fan\" from model config")
                .extracting("code")
                .isEqualTo(ErrorCode.NONE);
    }

    private String method() {
        return store.read(tx -> service.containerNetworkingMethod(tx, SHOP));
    }

    private Map<String, String> config(String type) {
        return store.read(tx -> service.containerManagerConfigForType(tx, SHOP, type));
    }

    private void create(String cloud, Map<String, Object> given) {
        Map<String, Object> config = new HashMap<>(given);
        config.put("name", "shop");
        store.write(SHOP, tx -> {
            ModelInfo info = new ModelInfo(SHOP, "shop", "admin", "iaas", cloud, AgentVersion.parse("4.0-beta5"));
            models.create(tx, info, config, false);
            return null;
        });
    }

    private void remove() {
        store.write(SHOP, tx -> {
            models.remove(tx, SHOP);
            return null;
        });
    }

    /** Takes keys away as nobody can through the service, which gives those that are reset their defaults. */
    private void lose(String... keys) {
        store.write(SHOP, tx -> {
            for (String key : keys) {
                try (PreparedStatement delete =
                        tx.connection().prepareStatement("DELETE FROM model_config WHERE model_uuid = ? AND key = ?")) {
                    delete.setString(1, SHOP);
                    delete.setString(2, key);
                    assertThat(delete.executeUpdate()).isEqualTo(1);
                }
            }
            return null;
        });
    }
}
