// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Volumes in ProvisioningInfo, provisioning-info.md section 4, and the pools behind them, section 9. */
public class VolumesTest {

    private static final VolumeInfo MADE = new VolumeInfo("vol-1", "", "", 4096, true);

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Before
    public void addMachine() {
        cloud("ec2");
        facade.machines("2");
    }

    @Test
    public void volumeToMakeIsToldWithItsPoolTagsAndAttachment() {
        String controller = facade.read(tx -> facade.controller.identity(tx).uuid());
        facade.config(Map.of("resource-tags", "team=red"));
        pool("fast", "ebs", Map.of("volume-type", "gp3", "iops", "3000"));
        facade.write(tx -> {
            facade.storage.importStorageInstances(
                    tx, MODEL, List.of(new StorageInstance("pgdata/0", "block", Optional.of("postgresql/0"))));
            return null;
        });
        volume("2/1", "pgdata/0", "fast", null, true, null);

        assertJson(
                info().get("volumes"),
                "[{'volume-tag':'volume-2-1','size':1024,'provider':'ebs',"
                        + "'attributes':{'iops':'3000','volume-type':'gp3'},"
                        + "'tags':{'team':'red','juju-model-uuid':'" + MODEL + "','juju-controller-uuid':'" + controller
                        + "','juju-storage-instance':'pgdata/0','juju-storage-owner':'postgresql/0'},"
                        + "'attachment':{'volume-tag':'volume-2-1','machine-tag':'machine-2','provider':'ebs',"
                        + "'read-only':true}}]");
        assertThat(info().has("volume-attachments")).isFalse();
    }

    @Test
    public void volumeThatIsThereIsOnlyAttached() {
        volume("0", "", "ebs", MADE, false, null);

        assertJson(
                info().get("volume-attachments"),
                "[{'volume-tag':'volume-0','machine-tag':'machine-2','volume-id':'vol-1','provider':'ebs'}]");
        assertThat(info().has("volumes")).isFalse();
    }

    @Test
    public void whatIsAttachedOrNotOwnedByTheCloudIsLeftOut() {
        volume("0", "", "ebs", MADE, false, new VolumeAttachmentInfo("sdb", "", "", false, "", Map.of()));
        volume("1", "", "loop", null, false, null);
        volume("2", "", "rootfs", null, false, null);

        assertThat(info().has("volumes")).isFalse();
        assertThat(info().has("volume-attachments")).isFalse();
    }

    @Test
    public void storageThatNobodyOwnsHasNoOwnerTag() {
        facade.write(tx -> {
            facade.storage.importStorageInstances(
                    tx, MODEL, List.of(new StorageInstance("pgdata/1", "block", Optional.empty())));
            return null;
        });
        volume("0", "pgdata/1", "ebs", null, false, null);

        JsonNode tags = info().get("volumes").get(0).get("tags");

        assertJson(tags.get("juju-storage-instance"), "'pgdata/1'");
        assertThat(tags.has("juju-storage-owner")).isFalse();
    }

    @Test
    public void firstVolumeThatCannotBeToldFailsItsMachine() {
        facade.machines("3", "4", "5", "6", "7");
        facade.write(tx -> {
            facade.storage.importVolumes(
                    tx,
                    MODEL,
                    List.of(
                            asked("3/0", Optional.of("gone/0"), "ebs"),
                            asked("4/0", Optional.empty(), "nowhere"),
                            asked("5/0", Optional.empty(), "alien"),
                            asked("6/0", Optional.empty(), "7x")),
                    List.of(
                            attachment("9", "2", null),
                            attachment("3/0", "3", null),
                            attachment("4/0", "4", null),
                            attachment("5/0", "5", null),
                            attachment("6/0", "6", null)));
            return null;
        });
        pool("alien", "cinder", Map.of());

        assertJson(
                errors("machine-2", "machine-3", "machine-4", "machine-5", "machine-6", "machine-7"),
                "[" + error("getting volume \"9\": volume \"9\" not found", "not found") + ","
                        + error(
                                "getting volume \"3/0\" storage instance: storage instance \"gone/0\" not found",
                                "not found")
                        + ","
                        + error(
                                "getting volume \"4/0\" parameters: storage pool \"nowhere\" storage pool is not"
                                        + " found",
                                "")
                        + ","
                        + error("getting volume \"5/0\" parameters: storage provider \"cinder\" not found", "not found")
                        + "," + error("getting volume \"6/0\" parameters: pool name \"7x\" not valid", "not valid")
                        + "]");
    }

    @Test
    public void poolWithBadAttributesIsRefused() {
        pool("fast", "ebs", Map.of("volume-type", "floppy"));
        volume("0", "", "fast", null, false, null);
        machineWithRootDiskFrom("3", "fast");
        cloud("ec2");
        String bad = "validating ebs storage config: volume-type: expected one of cold-storage, gp2, gp3, io1, io2,"
                + " magnetic, optimized-hdd, provisioned-iops, sc1, ssd, st1, standard, got \"floppy\"";

        assertJson(
                errors("machine-2", "machine-3"),
                "[" + error("getting volume \"0\" parameters: " + bad, "") + ","
                        + error("cannot load storage pool: " + bad, "") + "]");
    }

    @Test
    public void everyCloudOwnsItsOwnStorage() {
        volume("0", "", "ebs", null, false, null);
        Map<String, String> owned = Map.of(
                "ec2",
                "ebs",
                "openstack",
                "cinder",
                "azure",
                "azure",
                "gce",
                "gce",
                "maas",
                "maas",
                "lxd",
                "lxd",
                "oci",
                "oci");
        owned.forEach((cloud, provider) -> {
            String id = Integer.toString(100 + cloud.charAt(0) * 10 + cloud.length());
            machineWithRootDiskFrom(id, "loop");
            cloud(cloud);
            facade.write(tx -> {
                facade.storage.importVolumes(
                        tx,
                        MODEL,
                        List.of(asked(id + "/0", Optional.empty(), provider)),
                        List.of(attachment(id + "/0", id, null)));
                return null;
            });
            assertJson(info("machine-" + id).get("volumes").get(0).get("provider"), "'" + provider + "'");
            assertJson(info("machine-" + id).get("root-disk").get("provider"), "'loop'");
        });
    }

    @Test
    public void volumeOfAnotherCloudCannotBeResolved() {
        volume("0", "", "cinder", null, false, null);

        assertJson(
                errors("machine-2"),
                "["
                        + error(
                                "getting volume \"0\" parameters: storage pool \"cinder\" storage pool is not found",
                                "")
                        + "]");
    }

    private void cloud(String type) {
        facade.write(tx -> {
            facade.clouds.setCloud(tx, MODEL, new CloudSpec("cloud", type, "eu", "https://cloud.example.net"));
            return null;
        });
    }

    private void pool(String name, String provider, Map<String, String> attributes) {
        facade.write(tx -> {
            facade.storage.importPools(tx, MODEL, List.of(new StoragePool(name, provider, attributes)));
            return null;
        });
    }

    private void machineWithRootDiskFrom(String id, String pool) {
        facade.importMachine(new Machine(
                new MachineId(id),
                Life.ALIVE,
                Base.parse("ubuntu@22.04"),
                Constraints.of(Map.of(Constraints.Key.ROOT_DISK_SOURCE, pool)),
                "",
                List.of(Machine.JOB_HOST_UNITS),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private void volume(
            String id, String storage, String pool, VolumeInfo made, boolean readOnly, VolumeAttachmentInfo attached) {
        facade.write(tx -> {
            facade.storage.importVolumes(
                    tx,
                    MODEL,
                    List.of(new Volume(
                            id,
                            Optional.of(storage).filter(s -> !s.isEmpty()),
                            pool,
                            1024,
                            Optional.ofNullable(made),
                            "pending")),
                    List.of(new VolumeAttachment(id, new MachineId("2"), readOnly, Optional.ofNullable(attached))));
            return null;
        });
    }

    private static Volume asked(String id, Optional<String> storage, String pool) {
        return new Volume(id, storage, pool, 1024, Optional.empty(), "pending");
    }

    private static VolumeAttachment attachment(String volume, String machine, VolumeAttachmentInfo info) {
        return new VolumeAttachment(volume, new MachineId(machine), false, Optional.ofNullable(info));
    }

    private JsonNode info() {
        return info("machine-2");
    }

    private JsonNode info(String tag) {
        JsonNode result =
                facade.call("ProvisioningInfo", entities(tag)).get("results").get(0);
        assertThat(result.has("error")).as(result.toString()).isFalse();
        return result.get("result");
    }

    /** The errors of those machines that have one. */
    private JsonNode errors(String... tags) {
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        facade.call("ProvisioningInfo", entities(tags)).get("results").forEach(result -> {
            if (result.has("error")) {
                errors.add(result.get("error"));
            }
        });
        return errors;
    }
}
