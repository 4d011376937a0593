// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.core.AgentVersion;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.image.api.ImageMetadata;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Machine;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

public class DescriptionReaderTest {
    private static final String INNER = "7f6d0e4a-0001-4c00-8000-000000000001";

    private final Ledger ledger = new Ledger();

    @Test
    public void theModelHasItsNamesAndConfiguration() {
        Description description = Document.base().read(ledger);

        assertThat(description.model().uuid()).isEqualTo(Document.UUID);
        assertThat(description.model().name()).isEqualTo("bakery");
        assertThat(description.model().owner()).isEqualTo("admin");
        assertThat(description.model().cloudType()).isEqualTo("maas");
        assertThat(description.model().agentVersion()).isEqualTo(AgentVersion.parse("4.0-beta5"));
        assertThat(description.cloud().name()).isEqualTo("lab");
        assertThat(description.cloud().region()).isEqualTo("default");
        assertThat(description.config())
                .containsEntry("resource-tags", Map.of("team", "bakers"))
                .containsEntry("enable-os-upgrade", false)
                .containsEntry("net-bond-reconfigure-delay", 17L)
                .doesNotContainKeys("agent-version", "authorized-keys");
        assertThat(description.users()).containsExactly(entry("admin", "admin"), entry("carol", "read"));
    }

    @Test
    public void aProvisionedMachineHasAllThatIsKnownOfIt() {
        ImportedMachine imported = machine("0");
        Machine machine = imported.machine();

        assertThat(machine.life()).isEqualTo(Life.ALIVE);
        assertThat(machine.keepInstance()).isFalse();
        assertThat(machine.base()).hasToString("ubuntu@22.04/stable");
        assertThat(machine.placement()).isEqualTo("zone=left");
        assertThat(machine.nonce()).isEqualTo("machine-0:a1");
        assertThat(machine.jobs()).containsExactly(Machine.JOB_HOST_UNITS);
        assertThat(machine.supportedContainers()).contains(List.of("lxd"));
        assertThat(machine.agentVersion()).map(Object::toString).contains("4.0-beta5-ubuntu-amd64");
        assertThat(machine.constraints().values())
                .containsExactly(
                        entry(Constraints.Key.CORES, 4L),
                        entry(Constraints.Key.MEM, 4096L),
                        entry(Constraints.Key.ZONES, List.of("left")),
                        entry(Constraints.Key.ALLOCATE_PUBLIC_IP, true));
        assertThat(machine.instance()).hasValueSatisfying(instance -> {
            assertThat(instance.instanceId()).isEqualTo("node-a");
            assertThat(instance.displayName()).isEqualTo("oven");
            assertThat(instance.hardware().mem()).hasValue(8192);
            assertThat(instance.hardware().rootDisk()).hasValue(119235);
            assertThat(instance.hardware().cpuPower()).isEmpty();
            assertThat(instance.hardware().tags()).containsExactly("ssd");
        });
        assertThat(imported.instanceStatus().status()).isEqualTo("running");
        assertThat(imported.modificationStatus().status()).isEqualTo("applied");
        assertThat(imported.agentStatus().since()).isEqualTo(Instant.parse("2025-01-03T11:00:00Z"));
        assertThat(imported.agentStatus().data())
                .containsEntry("number", 1L)
                .containsEntry("part", 1.5)
                .containsEntry("flag", true)
                .containsEntry("word", "text")
                .containsEntry("list", List.of(1L));
    }

    @Test
    public void aMachineWithoutInstanceIsPending() {
        ImportedMachine imported = machine("1");
        Machine machine = imported.machine();

        assertThat(machine.instance()).isEmpty();
        assertThat(machine.nonce()).isEmpty();
        assertThat(machine.agentVersion()).isEmpty();
        assertThat(machine.supportedContainers()).isEmpty();
        assertThat(machine.life()).isEqualTo(Life.DYING);
        assertThat(machine.keepInstance()).isTrue();
        assertThat(machine.isController()).isTrue();
        assertThat(imported.instanceStatus())
                .isEqualTo(new StatusInfo("pending", "", Map.of(), Instant.parse("2025-01-04T08:00:00Z")));
        assertThat(imported.modificationStatus().status()).isEqualTo("idle");
    }

    @Test
    public void aMachineMayLackNonceAndToolsAndAStatusTime() {
        Description description = Document.base()
                .without("m1.nonce")
                .with("m1.status", "2025-01-04T08:00:00Z", "")
                .read(ledger);

        ImportedMachine imported = machine(description, "1");
        assertThat(imported.machine().nonce()).isEmpty();
        assertThat(imported.agentStatus().since()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    }

    @Test
    public void aContainerTakesTheArchitectureOfItsHost() {
        ImportedMachine container = machine("0/lxd/0");

        assertThat(container.machine().instance()).hasValueSatisfying(instance -> {
            assertThat(instance.hardware().arch()).contains("amd64");
            assertThat(instance.charmProfiles()).containsExactly("juju-bakery-shop-7");
        });
        assertThat(container.machine().constraints().excludedSpaces()).containsExactly("outer");
    }

    @Test
    public void hostsComeBeforeTheirContainers() {
        assertThat(Document.base().read(ledger).machines().machines())
                .extracting(machine -> machine.value().machine().id().value())
                .containsExactly("0", "0/lxd/0", "1");
    }

    @Test
    public void anEmptyBaseIsTheDefaultOfTheModel() {
        Document empty = Document.base().with("m1.base", "base: \"\"");

        assertThat(machine(empty.read(ledger), "1").machine().base()).hasToString("ubuntu@22.04/stable");
        assertThatThrownBy(() -> empty.without("config.default-base").read(ledger))
                .hasMessageStartingWith(
                        "machine \"1\" base \"\" not valid: it is empty, and so is default-base of the model");
    }

    @Test
    public void onlyHashesThatAreThereAreTaken() {
        Description description = Document.base().read(ledger);

        assertThat(description.machines().hashes()).containsExactly(entry("machine-0", "c29tZUhhc2hGb3JNYWNoaW5l"));
        assertThat(description.applications().hashes())
                .containsExactly(
                        entry("unit-shop-0", "aGFzaE9mVW5pdFNob3Aw"), entry("unit-spy-0", "aGFzaE9mVW5pdFNweTA="));
    }

    @Test
    public void anApplicationHasItsCharmAndBindings() {
        Description description = Document.base().read(ledger);
        Application shop = description.applications().applications().get(0).value();

        assertThat(shop.charmRevision()).isEqualTo(7);
        assertThat(shop.subordinate()).isFalse();
        assertThat(shop.constraints().values()).containsExactly(entry(Constraints.Key.CORES, 2L));
        assertThat(shop.endpointBindings())
                .containsOnly(entry("", INNER), entry("web", Space.ALPHA_ID), entry("db", Space.ALPHA_ID));
        assertThat(shop.lxdProfile()).hasValueSatisfying(profile -> {
            assertThat(profile.config()).containsOnly(entry("security.nesting", "true"));
            assertThat(profile.devices()).containsOnly(entry("tun", Map.of("type", "unix-char")));
        });
        assertThat(description.applications().applications().get(1).value().endpointBindings())
                .containsOnly(entry("", Space.ALPHA_ID));
    }

    @Test
    public void aCharmWithoutRevisionInItsUrlHasTheOneOfItsOrigin() {
        Description description =
                Document.base().with("a0.charm-url", "charm-url: local:shop").read(ledger);

        assertThat(description.applications().applications().get(0).value().charmRevision())
                .isEqualTo(7);
    }

    @Test
    public void aSubordinateSitsOnTheMachineOfItsPrincipal() {
        List<Unit> units = Document.base().read(ledger).applications().units().stream()
                .map(Located::value)
                .toList();

        assertThat(units)
                .containsExactly(
                        new Unit("shop/0", "shop", Optional.of(new MachineId("0/lxd/0")), Optional.empty()),
                        new Unit("shop/1", "shop", Optional.of(new MachineId("1")), Optional.empty()),
                        new Unit("spy/0", "spy", Optional.of(new MachineId("0/lxd/0")), Optional.of("shop/0")));
    }

    @Test
    public void networksAreNormalised() {
        Description.Network network = Document.base().read(ledger).network();

        assertThat(network.spaces())
                .extracting(Located::value)
                .containsExactly(
                        new Space(INNER, "inner", "3"),
                        new Space("7f6d0e4a-0002-4c00-8000-000000000002", "outer", "5"));
        assertThat(network.subnets())
                .extracting(Located::value)
                .containsExactly(
                        new Subnet(
                                "5e000000-0001-4c00-8000-000000000001",
                                "10.1.0.0/24",
                                "1",
                                "9",
                                0,
                                List.of("left"),
                                INNER),
                        new Subnet(
                                "5e000000-0002-4c00-8000-000000000002",
                                "10.2.0.0/24",
                                "2",
                                "",
                                12,
                                List.of("left"),
                                Space.ALPHA_ID));
        LinkLayerDevice eth0 = network.devices().get(1).value();
        assertThat(eth0.macAddress()).isEqualTo("52:54:00:00:00:1f");
        assertThat(eth0.providerId()).isEqualTo("11");
        assertThat(network.addresses().get(0).value().configMethod()).isEqualTo("dhcp");
        assertThat(network.addresses().get(0).value().defaultGateway()).isTrue();
    }

    @Test
    public void aSubnetInAnUnknownSpaceGoesIntoAlphaWithAWarning() {
        Description description = Document.base()
                .with("subnet0", "space-id: " + INNER, "space-id: gone")
                .read(ledger);

        assertThat(description.network().subnets().get(0).value().spaceId()).isEqualTo(Space.ALPHA_ID);
        assertThat(ledger.warnings())
                .containsExactly("subnet \"10.1.0.0/24\" references non-existent space \"gone\": put into alpha");
    }

    @Test
    public void storageIsWhatIsThereOrWasAskedFor() {
        Description.Storage storage = Document.base().read(ledger).storage();

        assertThat(storage.instances())
                .extracting(Located::value)
                .containsExactly(new StorageInstance("data/0", "block", Optional.of("shop/0")));
        assertThat(storage.volumes())
                .extracting(Located::value)
                .containsExactly(
                        new Volume(
                                "0",
                                Optional.of("data/0"),
                                "fast",
                                2048,
                                Optional.of(new VolumeInfo("vol-0", "", "", 2048, false)),
                                "attached"),
                        new Volume("1/1", Optional.empty(), "loop", 512, Optional.empty(), "pending"));
        assertThat(storage.attachments())
                .extracting(Located::value)
                .containsExactly(
                        new VolumeAttachment(
                                "0",
                                new MachineId("0"),
                                false,
                                Optional.of(
                                        new VolumeAttachmentInfo("sdb", "", "", false, "iscsi", Map.of("iqn", "x")))),
                        new VolumeAttachment("1/1", new MachineId("1"), true, Optional.empty()));
        assertThat(storage.filesystems())
                .extracting(Located::value)
                .containsExactly(new Filesystem(
                        "0", Optional.of("data/0"), Optional.of("0"), "fast", 2000, List.of(new MachineId("0"))));
    }

    @Test
    public void onlyImagesOfAnOperatorAreTaken() {
        assertThat(Document.base().read(ledger).images())
                .containsExactly(new ImageMetadata(
                        "custom-oven",
                        "released",
                        "default",
                        "24.04",
                        "amd64",
                        "",
                        "",
                        OptionalLong.of(8),
                        "custom",
                        50,
                        Instant.ofEpochSecond(1728000000, 123456789)));
        assertThat(ledger.leftOut()).containsEntry("cloud-image-metadata: not custom", 1);
    }

    @Test
    public void keysOfTheSystemItselfAreLeftOut() {
        assertThat(Document.base().read(ledger).keys())
                .containsExactly(
                        entry("admin", List.of("ssh-ed25519 AAAA1 admin@host")),
                        entry("carol", List.of("ssh-ed25519 AAAA3 carol@host")));
        assertThat(ledger.leftOut()).containsEntry("authorized-keys: system keys", 1);
    }

    @Test
    public void sequencesOfMachinesAreTakenAndMissingOnesFilledIn() {
        assertThat(Document.base().read(ledger).machineSequences())
                .containsOnly(entry("machine", 2L), entry("machine0lxdContainer", 1L));
        assertThat(Document.base().without("sequences.container").read(ledger).machineSequences())
                .containsOnly(entry("machine", 2L), entry("machine0lxdContainer", 1L));
    }

    @Test
    public void constraintsOfTheModelAreTaken() {
        assertThat(Document.base().read(ledger).constraints().values())
                .containsExactly(entry(Constraints.Key.ARCH, "amd64"));
        assertThat(Document.base().without("constraints").read(ledger).constraints())
                .isEqualTo(Constraints.NONE);
    }

    @Test
    public void whatFacetDoesNotUseIsCounted() {
        Document.base().read(ledger);

        assertThat(ledger.leftOut())
                .containsEntry("relations", 1)
                .containsEntry("actions", 2)
                .containsEntry("ssh-host-keys", 1)
                .containsEntry("cloud-credential", 1)
                .containsEntry("sequences", 3)
                .containsEntry("machines: block-devices", 1)
                .containsEntry("machines: status-history", 1)
                .doesNotContainKeys("constraints", "secrets", "remote-entities", "machines", "spaces", "meter-status");
        assertThat(ledger.warnings()).isEmpty();
    }

    @Test
    public void topLevelKeysOutsideTheFormatAreListed() {
        DescriptionReader reader = new DescriptionReader(
                new YamlReader(Document.LIMITS, Sections.SKIMMED).read(Document.base().stream()), ledger);

        assertThat(reader.unknownKeys()).containsExactly("house-rules");
    }

    @Test
    public void anErrorTellsTheEntityAndItsPlace() {
        Document broken = Document.base().with("m1.jobs", "jobs: [7]");

        assertThatThrownBy(() -> broken.read(ledger))
                .hasMessage("machines: machine 1: machine v3 schema check failed: jobs[0]: expected string, got int(7)"
                        + " (machine \"1\", line " + broken.lineOf("m1.jobs") + ", column 14)");
    }

    @Test
    public void aMissingSubordinateInTheListOfItsPrincipalIsAWarning() {
        Document.base().without("u0.subordinates").read(ledger);

        assertThat(ledger.warnings()).containsExactly("unit \"shop/0\" does not list its subordinate \"spy/0\"");
    }

    @Test
    public void anAgentVersionIsNeededSomewhere() {
        Document without = Document.base().with("agent-version", "agent-version: \"\"");

        assertThat(without.read(ledger).model().agentVersion()).hasToString("4.0-beta5");
        assertThatThrownBy(() -> without.without("config.agent-version").read(ledger))
                .hasMessageStartingWith("cannot import model \"bakery\" with uuid \"" + Document.UUID
                        + "\": agent-version missing from model config");
        assertThatThrownBy(() -> without.with("config.agent-version", "agent-version: 4.0")
                        .read(ledger))
                .hasMessageStartingWith("config: agent-version: expected string, got float64(4.0)");
    }

    @Test
    public void anEmptyConfigurationIsRefused() {
        Document empty = Document.base().without("config").with("type", "type: iaas\nconfig: {}");

        assertThatThrownBy(() -> empty.read(ledger)).hasMessageStartingWith("model config not valid");
    }

    private ImportedMachine machine(String id) {
        return machine(Document.base().read(ledger), id);
    }

    private static ImportedMachine machine(Description description, String id) {
        return description.machines().machines().stream()
                .map(Located::value)
                .filter(machine -> machine.machine().id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
