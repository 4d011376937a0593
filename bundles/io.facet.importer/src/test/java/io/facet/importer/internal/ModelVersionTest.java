// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.network.api.Space;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The same model as the versions 9 to 14 of the format write it ({@code model-description.md} section 2). */
public class ModelVersionTest {
    private static final String INNER = "7f6d0e4a-0001-4c00-8000-000000000001";
    private static final String OUTER = "7f6d0e4a-0002-4c00-8000-000000000002";

    private final Ledger ledger = new Ledger();

    @Test
    public void version9HasItsAgentVersionInTheConfigurationAndNoRemoteSecrets() {
        Description description =
                old(9).without("agent-version").without("remote-secrets").read(ledger);

        isTheOldModel(description);
    }

    @Test
    public void version10HasItsAgentVersionInTheConfiguration() {
        isTheOldModel(old(10).without("agent-version").read(ledger));
    }

    @Test
    public void version11WritesAnEmptyAgentVersion() {
        isTheOldModel(old(11).with("agent-version", "agent-version: \"\"").read(ledger));
    }

    @Test
    public void version12ComesWithOnlyTheAuthorizedKeys() {
        Description description = Document.base().without("virtual-host-keys").read(ledger);

        assertThat(description.keys()).containsOnlyKeys("admin", "carol");
    }

    @Test
    public void version12ComesWithOnlyTheVirtualHostKeys() {
        Description description = Document.base().without("authorized-keys").read(ledger);

        assertThat(description.keys()).isEmpty();
    }

    @Test
    public void version13HasBothKindsOfKeys() {
        assertThat(Document.base().with("version", "version: 13").read(ledger).keys())
                .containsOnlyKeys("admin", "carol");
    }

    @Test
    public void version14HasNewerSectionsAndNoStatus() {
        Description description = Document.base()
                .with("version", "version: 14")
                .with("machines.version", "version: 4")
                .with("applications.version", "version: 14")
                .with("storages.version", "version: 4")
                .with("st0", "owner: unit-shop-0", "unit-owner: shop/0")
                .with("m0.placement", "placement: zone=left\n      hostname: oven-host")
                .read(ledger);

        assertThat(description.storage().instances().get(0).value().owner()).isEqualTo(Optional.of("shop/0"));
        assertThat(ledger.leftOut()).containsEntry("machines: hostname", 1);
    }

    @Test
    public void spacesOfVersion1AreKnownByName() {
        Description description = Document.base()
                .with("spaces.version", "version: 1")
                .with("a0.endpoint-bindings", INNER, "inner")
                .with("subnet0", "space-id: " + INNER, "space-id: inner")
                .read(ledger);

        Space inner = description.network().spaces().get(0).value();
        assertThat(inner.id()).isNotEmpty().isNotEqualTo(Space.ALPHA_ID);
        assertThat(description.network().subnets().get(0).value().spaceId()).isEqualTo(inner.id());
        assertThat(description.applications().applications().get(0).value().endpointBindings())
                .containsEntry("", inner.id());
    }

    @Test
    public void olderApplicationsDoNotDescribeTheirCharms() {
        Description description = Document.base()
                .with("applications.version", "version: 12")
                .without("a0.charm-metadata")
                .without("a0.charm-manifest")
                .read(ledger);

        assertThat(description.applications().applications().get(0).value().lxdProfile())
                .isEmpty();
    }

    @Test
    public void keysOfANewerVersionOfASectionAreNotSeen() {
        Description description = Document.base()
                .with("m0.constraints", "version: 5", "version: 1")
                .with("m0.instance.version", "version: 2")
                .read(ledger);

        var machine = description.machines().machines().get(0).value();
        assertThat(machine.machine().constraints().toString()).isEqualTo("cores=4 mem=4096M");
        assertThat(machine.modificationStatus().status()).isEqualTo("idle");
    }

    @Test
    public void aMachineOnlyVolumeAttachmentIsReadInEveryVersion() {
        Description description = Document.base()
                .with("v0.attachments.version", "version: 1")
                .with("v0.a0", "host-id", "machine-id")
                .with("v1.attachments", "version: 3", "version: 2")
                .with("v1.attachments", "host-machine-id", "host-id")
                .read(ledger);

        assertThat(description.storage().attachments())
                .extracting(attachment -> attachment.value().machine().value())
                .containsExactly("0", "1");
    }

    /** As section 12 of the contract turns a version 12 document into one of version 11. */
    private static Document old(int version) {
        return Document.base()
                .with("version", "version: " + version)
                .without("authorized-keys")
                .without("virtual-host-keys")
                .with(
                        "config.flag",
                        "authorized-keys: |\n    ssh-rsa AAAA5 admin@old\n    ssh-rsa AAAA6 juju-system-key\n")
                .with("spaces.version", "version: 2")
                .with("space0", "id: \"\", uuid: " + INNER, "id: \"1\"")
                .with("space1", "id: \"\", uuid: " + OUTER, "id: \"2\"")
                .with("subnet0", "subnet-id: \"\"", "subnet-id: \"0\"")
                .with("subnet1", "subnet-id: \"\"", "subnet-id: \"1\"")
                .with("subnet0", INNER, "\"1\"")
                .with("a0.endpoint-bindings", INNER, "\"1\"");
    }

    private static void isTheOldModel(Description description) {
        assertThat(description.model().agentVersion()).hasToString("4.0-beta5");
        assertThat(description.keys()).isEqualTo(java.util.Map.of("admin", List.of("ssh-rsa AAAA5 admin@old")));
        assertThat(description.network().spaces())
                .extracting(space -> space.value().id())
                .containsExactly("1", "2");
        assertThat(description.network().subnets())
                .extracting(
                        subnet -> subnet.value().id() + " in " + subnet.value().spaceId())
                .containsExactly("0 in 1", "1 in 0");
        assertThat(description.applications().applications().get(0).value().endpointBindings())
                .containsEntry("", "1")
                .containsEntry("db", "0");
    }
}
