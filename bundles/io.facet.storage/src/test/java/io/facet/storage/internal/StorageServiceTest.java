// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.storage.api.Filesystem;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import io.facet.store.testing.StoreRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class StorageServiceTest {

    private static final String MODEL = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final StoragePool MAAS_SSD = new StoragePool("maas-ssd", "maas", Map.of("tags", "ssd"));
    private static final StoragePool FAST = new StoragePool("fast", "ebs", Map.of("volume-type", "ssd"));
    private static final VolumeInfo INFO = new VolumeInfo("vol-0", "hw", "0x5002", 204_801, true);
    private static final VolumeAttachmentInfo ATTACHED = new VolumeAttachmentInfo(
            "sdb", "/dev/disk/by-id/wwn-0x5002", "scsi@0", true, "iscsi", Map.of("iqn", "x", "port", "1"));

    @Rule
    public final StoreRule store = new StoreRule();

    private StorageServiceImpl service;

    @Before
    public void startService() {
        service = new StorageServiceImpl(store.store());
    }

    @Test
    public void builtInPoolsAreAlwaysThere() {
        importPools(MAAS_SSD);

        assertThat(pools("loop", "rootfs", "tmpfs", "maas-ssd", "nope"))
                .isEqualTo(Map.of(
                        "loop", new StoragePool("loop", "loop", Map.of()),
                        "rootfs", new StoragePool("rootfs", "rootfs", Map.of()),
                        "tmpfs", new StoragePool("tmpfs", "tmpfs", Map.of()),
                        "maas-ssd", MAAS_SSD));
    }

    @Test
    public void badPoolNameIsRefused() {
        for (String name : List.of("7x", "", "a_b", "-a", "a b")) {
            assertThatThrownBy(() -> pools("loop", name))
                    .isInstanceOfSatisfying(
                            FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_VALID))
                    .hasMessage("pool name \"" + name + "\" not valid");
        }
        assertThat(pools("a?-7")).isEmpty();
    }

    @Test
    public void importedStorageComesBackWhole() {
        StorageInstance owned = new StorageInstance("pgdata/0", "block", Optional.of("postgresql/0"));
        StorageInstance orphan = new StorageInstance("pgdata/1", "filesystem", Optional.empty());
        Volume made = new Volume("0", Optional.of("pgdata/0"), "fast", 204_800, Optional.of(INFO), "attached");
        Volume asked = new Volume("2/1", Optional.empty(), "loop", 1024, Optional.empty(), "pending");
        VolumeAttachment done = new VolumeAttachment("0", machine("1"), false, Optional.of(ATTACHED));
        VolumeAttachment waiting = new VolumeAttachment("2/1", machine("2"), true, Optional.empty());
        VolumeAttachment second = new VolumeAttachment("1", machine("2"), true, Optional.empty());
        store.write(MODEL, tx -> {
            service.importStorageInstances(tx, MODEL, List.of(owned, orphan));
            service.importVolumes(tx, MODEL, List.of(made, asked), List.of(done, waiting, second));
            return null;
        });
        store.reopen();

        assertThat(volumes("0", "2/1", "9")).isEqualTo(Map.of("0", made, "2/1", asked));
        assertThat(attachments("1", "2", "3"))
                .isEqualTo(Map.of(machine("1"), List.of(done), machine("2"), List.of(second, waiting)));
        assertThat(store.read(tx -> service.storageInstances(tx, MODEL, List.of("pgdata/0", "pgdata/1", "x/0")))
                        .values())
                .containsExactly(owned, orphan);
    }

    @Test
    public void allStorageIsFoundWithoutKnowingWhatThereIs() {
        Volume second = new Volume("10", Optional.empty(), "fast", 1, Optional.empty(), "pending");
        Volume first = new Volume("1", Optional.of("data/0"), "fast", 1, Optional.empty(), "pending");
        Filesystem mounted = new Filesystem(
                "0", Optional.of("data/0"), Optional.of("1"), "fast", 1, List.of(machine("2"), machine("10")));
        Filesystem unmounted = new Filesystem("3/0", Optional.empty(), Optional.empty(), "rootfs", 2, List.of());
        VolumeAttachment here = new VolumeAttachment("1", machine("2"), false, Optional.empty());
        VolumeAttachment there = new VolumeAttachment("1", machine("10"), true, Optional.of(ATTACHED));
        StoragePool fast = new StoragePool("fast", "maas", Map.of("tags", "ssd"));
        importPools(fast);
        importFilesystems(mounted, unmounted);
        store.write(MODEL, tx -> {
            service.importStorageInstances(
                    tx, MODEL, List.of(new StorageInstance("data/0", "filesystem", Optional.empty())));
            service.importVolumes(tx, MODEL, List.of(second, first), List.of(there, here));
            return null;
        });

        store.<Void>read(tx -> {
            assertThat(service.modelPools(tx, MODEL)).containsExactly(fast);
            assertThat(service.volumeIds(tx, MODEL)).containsExactly("1", "10");
            assertThat(service.attachmentsOf(tx, MODEL, List.of("1", "10", "x")))
                    .isEqualTo(Map.of("1", List.of(here, there)));
            assertThat(service.filesystemIds(tx, MODEL)).containsExactly("0", "3/0");
            assertThat(service.filesystems(tx, MODEL, List.of("0", "3/0", "x")))
                    .isEqualTo(Map.of("0", mounted, "3/0", unmounted));
            assertThat(service.storageInstanceIds(tx, MODEL)).containsExactly("data/0");
            assertThat(service.counts(tx, MODEL))
                    .isEqualTo(Map.of("storage-pools", 1L, "volumes", 2L, "filesystems", 2L, "storages", 1L));
            assertThat(service.volumeIds(tx, "00000000-0000-4000-8000-000000000000"))
                    .isEmpty();
            return null;
        });
    }

    @Test
    public void volumeInfoIsRecorded() {
        importVolume("0", "fast", "1");
        setVolumeInfo("0", INFO);
        assertThat(volumes("0").get("0"))
                .isEqualTo(new Volume("0", Optional.empty(), "fast", 1024, Optional.of(INFO), "attaching"));

        store.write(MODEL, tx -> {
            service.setVolumeAttachmentInfo(tx, MODEL, machine("1"), "0", ATTACHED);
            return null;
        });
        assertThat(volumes("0").get("0").status()).isEqualTo("attached");
        assertThat(attachments("1").get(machine("1")))
                .containsExactly(new VolumeAttachment("0", machine("1"), false, Optional.of(ATTACHED)));
    }

    @Test
    public void badVolumeInfoIsRefused() {
        importVolume("2/1", "fast", "2");
        assertThatThrownBy(() -> setVolumeInfo("7", INFO))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("cannot set info for volume \"7\": volume \"7\" not found");
        assertThatThrownBy(() -> setVolumeInfo("2/1", new VolumeInfo("", "", "", 1, false)))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE))
                .hasMessage("cannot set info for volume \"2/1\": volume ID not set");

        setVolumeInfo("2/1", "any, since the volume has its pool from the request", INFO);
        setVolumeInfo("2/1", INFO);
        setVolumeInfo("2/1", "fast", INFO);
        assertThatThrownBy(() -> setVolumeInfo("2/1", "slow", INFO))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NONE))
                .hasMessage("cannot set info for volume \"2/1\": cannot change pool from \"fast\" to \"slow\"");
        assertThatThrownBy(() -> setVolumeInfo("2/1", new VolumeInfo("vol-1", "", "", 1, false)))
                .hasMessage(
                        "cannot set info for volume \"2/1\":" + " cannot change volume ID from \"vol-0\" to \"vol-1\"");
    }

    @Test
    public void attachmentInfoNeedsAnAttachment() {
        importVolume("0", "fast", "1");
        assertThatThrownBy(() -> store.write(MODEL, tx -> {
                    service.setVolumeAttachmentInfo(tx, MODEL, machine("2"), "0", ATTACHED);
                    return null;
                }))
                .isInstanceOfSatisfying(
                        FacetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("volume \"0\" on machine \"2\" not found");
        assertThat(volumes("0").get("0").status()).isEqualTo("pending");
    }

    @Test
    public void onlyStorageThatOutlivesTheMachineIsDetachable() {
        importPools(MAAS_SSD, FAST);
        importVolume("1", "fast", "2");
        importVolume("3", "maas-ssd", "2");
        importVolume("4", "cinder", "2");
        importVolume("2/5", "loop", "2");
        importVolume("6", "loop", "2");
        importFilesystems(
                filesystem("2", "lxd", Optional.empty(), "2", "0/lxd/1"),
                filesystem("8", "fast", Optional.of("3"), "2"),
                filesystem("9", "rootfs", Optional.of("1"), "2"),
                filesystem("2/7", "rootfs", Optional.empty(), "2"),
                filesystem("0/lxd/1/3", "rootfs", Optional.empty(), "0/lxd/1"));

        assertThat(detachable("2", "0/lxd/1", "5"))
                .isEqualTo(Map.of(
                        machine("2"),
                        List.of("filesystem-2", "filesystem-9", "volume-1", "volume-4"),
                        machine("0/lxd/1"),
                        List.of("filesystem-2")));
    }

    @Test
    public void machineTakesWithItWhatIsBoundToIt() {
        importVolume("0", "fast", "2");
        importVolume("2/1", "loop", "2");
        importVolume("22/1", "loop", "22");
        importFilesystems(
                filesystem("2/3", "rootfs", Optional.empty(), "2"), filesystem("4", "lxd", Optional.empty(), "2", "5"));
        store.write(MODEL, tx -> {
            service.removeMachines(tx, MODEL, machines("2"));
            return null;
        });

        assertThat(volumes("0", "2/1", "22/1")).containsOnlyKeys("0", "22/1");
        assertThat(attachments("2", "22")).containsOnlyKeys(machine("22"));
        assertThat(detachable("2", "5")).isEqualTo(Map.of(machine("5"), List.of("filesystem-4")));
    }

    @Test
    public void modelIsMovedAndRemovedWhole() {
        importPools(FAST);
        importVolume("0", "fast", "1");
        store.write(OTHER, tx -> {
            service.moveModel(tx, MODEL, OTHER);
            return null;
        });
        assertThat(volumes("0")).isEmpty();
        assertThat(pools("fast")).isEmpty();
        store.write(OTHER, tx -> {
            service.removeModel(tx, OTHER);
            return null;
        });
        importPools(FAST);
        importVolume("0", "fast", "1");
    }

    @Test
    public void bulkReadsCostTheSameForOneAndForMany() {
        List<String> ids = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        store.write(MODEL, tx -> {
            service.importVolumes(
                    tx,
                    MODEL,
                    ids.stream().map(id -> volume(id, "ebs")).toList(),
                    ids.stream()
                            .map(id -> new VolumeAttachment(id, machine(id), false, Optional.empty()))
                            .toList());
            service.importFilesystems(
                    tx,
                    MODEL,
                    ids.stream()
                            .map(id -> filesystem(id, "ebs", Optional.of(id), id))
                            .toList());
            return null;
        });

        List<MachineId> all = machines(ids.toArray(String[]::new));
        for (int count : List.of(1, 500)) {
            List<MachineId> some = all.subList(0, count);
            assertThat(store.statementsOf(tx -> assertThat(service.volumes(tx, MODEL, ids.subList(0, count)))
                            .hasSize(count)))
                    .isEqualTo(1);
            assertThat(store.statementsOf(tx -> assertThat(service.volumeAttachments(tx, MODEL, some))
                            .hasSize(count)))
                    .isEqualTo(1);
            assertThat(store.statementsOf(tx -> assertThat(service.detachableAttachments(tx, MODEL, some))
                            .hasSize(count)))
                    .isEqualTo(5);
        }
    }

    private void importPools(StoragePool... pools) {
        store.write(MODEL, tx -> {
            service.importPools(tx, MODEL, List.of(pools));
            return null;
        });
    }

    private void importVolume(String id, String pool, String machine) {
        store.write(MODEL, tx -> {
            service.importVolumes(
                    tx,
                    MODEL,
                    List.of(volume(id, pool)),
                    List.of(new VolumeAttachment(id, machine(machine), false, Optional.empty())));
            return null;
        });
    }

    private void importFilesystems(Filesystem... filesystems) {
        store.write(MODEL, tx -> {
            service.importFilesystems(tx, MODEL, List.of(filesystems));
            return null;
        });
    }

    private void setVolumeInfo(String id, VolumeInfo info) {
        setVolumeInfo(id, "", info);
    }

    private void setVolumeInfo(String id, String pool, VolumeInfo info) {
        store.write(MODEL, tx -> {
            service.setVolumeInfo(tx, MODEL, id, pool, info);
            return null;
        });
    }

    private Map<String, StoragePool> pools(String... names) {
        return store.read(tx -> service.pools(tx, MODEL, List.of(names)));
    }

    private Map<String, Volume> volumes(String... ids) {
        return store.read(tx -> service.volumes(tx, MODEL, List.of(ids)));
    }

    private Map<MachineId, List<VolumeAttachment>> attachments(String... machines) {
        return store.read(tx -> service.volumeAttachments(tx, MODEL, machines(machines)));
    }

    private Map<MachineId, List<String>> detachable(String... machines) {
        return store.read(tx -> service.detachableAttachments(tx, MODEL, machines(machines)));
    }

    private static Volume volume(String id, String pool) {
        return new Volume(id, Optional.empty(), pool, 1024, Optional.empty(), "pending");
    }

    private static Filesystem filesystem(String id, String pool, Optional<String> volume, String... machines) {
        return new Filesystem(id, Optional.empty(), volume, pool, 512, machines(machines));
    }

    private static MachineId machine(String id) {
        return new MachineId(id);
    }

    private static List<MachineId> machines(String... ids) {
        return Arrays.stream(ids).map(MachineId::new).toList();
    }
}
