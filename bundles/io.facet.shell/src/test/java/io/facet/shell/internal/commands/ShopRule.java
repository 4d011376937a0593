// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.agentprovisioner.internal.AgentProvisionerServiceImpl;
import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.application.internal.ApplicationServiceImpl;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.image.internal.CloudImageMetadataServiceImpl;
import io.facet.keyupdater.internal.KeyUpdaterServiceImpl;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.provisioning.internal.ProvisioningServiceImpl;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeAttachmentInfo;
import io.facet.storage.api.VolumeInfo;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/**
 * The real services on a real store, with the model "shop" on a MAAS:
 *
 * <pre>
 * 0        instance i-0 in rack-a, unit db/0, volume 0 of pool ssd, which goes with the instance; wants space internal
 * 1        instance i-1, volume 1 of pool net, which can be detached
 * 2        no instance yet; hosts 2/lxd/0 with unit web/0
 * 3        no instance: starting it failed
 * 4        instance i-4, runs the controller
 * 5        instance i-5, hosts nothing
 * 6        dead, instance i-6
 * </pre>
 */
final class ShopRule extends StoreRule {
    static final String SHOP = "11111111-2222-4333-8444-555555555555";
    static final String EMPTY = "21111111-2222-4333-8444-555555555555";
    static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");
    static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHW5rnANaFzQoyiEdVOJ7KdWLAM+Pwgwoiam6UJ6F8m admin@shop";

    ModelServiceImpl models;
    MachineServiceImpl machines;
    ApplicationServiceImpl applications;
    NetworkServiceImpl networks;
    StorageServiceImpl storage;
    CloudImageMetadataServiceImpl images;
    KeyUpdaterServiceImpl keys;
    CloudServiceImpl clouds;
    ProvisioningServiceImpl provisioning;

    @Override
    protected void before() throws Throwable {
        super.before();
        ControllerService controller = controller();
        models = new ModelServiceImpl(store(), "test", "1");
        machines = new MachineServiceImpl(store(), Clock.systemUTC(), Duration.ofHours(1));
        applications = new ApplicationServiceImpl(store());
        networks = new NetworkServiceImpl(store());
        storage = new StorageServiceImpl(store());
        images = new CloudImageMetadataServiceImpl(store());
        keys = new KeyUpdaterServiceImpl(store(), controller);
        clouds = new CloudServiceImpl(store());
        machines.bindParticipant(applications);
        machines.bindParticipant(networks);
        machines.bindParticipant(storage);
        provisioning = new ProvisioningServiceImpl(new io.facet.provisioning.internal.Services(
                models,
                machines,
                applications,
                networks,
                storage,
                images,
                controller,
                clouds,
                new AccessServiceImpl(store()),
                new AgentProvisionerServiceImpl(models, clouds),
                keys));
        create(SHOP, "shop");
        create(EMPTY, "empty");
        write(SHOP, this::fill);
    }

    @Override
    protected void after() {
        machines.deactivate();
        images.deactivate();
        super.after();
    }

    /** A command with all its references, on the model "shop", that prints for scripts. */
    <C> C command(Class<C> type) {
        try {
            C command = type.getDeclaredConstructor().newInstance();
            for (Class<?> level = type; level != Object.class; level = level.getSuperclass()) {
                for (Field field : level.getDeclaredFields()) {
                    field.setAccessible(true);
                    if (field.isAnnotationPresent(Reference.class)) {
                        field.set(command, service(field.getType()));
                    } else if (field.getName().equals("model")) {
                        field.set(command, "shop");
                    } else if (field.getName().equals("noFormat")) {
                        field.set(command, true);
                    }
                }
            }
            return command;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object service(Class<?> type) {
        return List.of(store(), models, machines, applications, networks, storage, images, keys, clouds, provisioning)
                .stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type));
    }

    /** A machine of the model "shop"; empty if it is gone. */
    Optional<Machine> machine(String id) {
        MachineId wanted = new MachineId(id);
        return Optional.ofNullable(
                read(tx -> machines.machines(tx, SHOP, List.of(wanted)).get(wanted)));
    }

    private void create(String uuid, String name) {
        write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5")),
                    Map.of("name", name, "uuid", uuid, "type", "maas"),
                    false);
            clouds.setCloud(tx, uuid, new CloudSpec("north-maas", "maas", "default", ""));
            return null;
        });
    }

    private Void fill(Transaction tx) {
        networks.importSpaces(tx, SHOP, List.of(new Space("s1", "internal", "7"), new Space("s2", "dmz", "")));
        networks.importSubnets(
                tx,
                SHOP,
                List.of(
                        new Subnet("n1", "10.1.0.0/24", "p1", "net1", 10, List.of("rack-a"), "s1"),
                        new Subnet("n2", "10.2.0.0/24", "", "", 0, List.of(), Space.ALPHA_ID)));
        machines.importMachines(
                tx,
                SHOP,
                List.of(
                        machine("0", Life.ALIVE, true, "spaces=internal", "running", Machine.JOB_HOST_UNITS),
                        machine("1", Life.ALIVE, true, "", "running", Machine.JOB_HOST_UNITS),
                        machine("2", Life.ALIVE, false, "", "pending", Machine.JOB_HOST_UNITS),
                        machine("2/lxd/0", Life.ALIVE, false, "", "pending", Machine.JOB_HOST_UNITS),
                        machine("3", Life.ALIVE, false, "", "provisioning error", Machine.JOB_HOST_UNITS),
                        machine("4", Life.ALIVE, true, "", "running", Machine.JOB_MANAGE_MODEL),
                        machine("5", Life.ALIVE, true, "", "running", Machine.JOB_HOST_UNITS),
                        machine("6", Life.DEAD, true, "", "running", Machine.JOB_HOST_UNITS)));
        applications.importApplications(
                tx,
                SHOP,
                List.of(
                        new Application(
                                "db",
                                "ch:amd64/db-7",
                                7,
                                false,
                                ConstraintsText.parse("root-disk-source=spare"),
                                Map.of("", "s1", "admin", Space.ALPHA_ID),
                                Optional.of(new LxdProfile(
                                        Map.of("security.nesting", "true"),
                                        "for db",
                                        Map.of("tun", Map.of("path", "/dev/net/tun"))))),
                        new Application(
                                "web", "ch:amd64/web-1", 1, false, Constraints.NONE, Map.of(), Optional.empty())));
        applications.importUnits(
                tx,
                SHOP,
                List.of(
                        new Unit("db/0", "db", Optional.of(new MachineId("0")), Optional.empty()),
                        new Unit("web/0", "web", Optional.of(new MachineId("2/lxd/0")), Optional.empty())));
        storage.importPools(
                tx,
                SHOP,
                List.of(
                        new StoragePool("ssd", "maas", Map.of("tags", "ssd")),
                        new StoragePool("net", "cinder", Map.of()),
                        new StoragePool("spare", "loop", Map.of())));
        storage.importVolumes(
                tx,
                SHOP,
                List.of(volume("0", "ssd"), volume("1", "net")),
                List.of(attachment("0", "0"), attachment("1", "1")));
        MachineId zero = new MachineId("0");
        networks.importDevices(
                tx,
                SHOP,
                List.of(new LinkLayerDevice(
                        zero, "eth0", "ethernet", 1500, "52:54:00:00:00:01", "", true, true, "", "")));
        networks.importAddresses(
                tx,
                SHOP,
                List.of(new DeviceAddress(
                        zero,
                        "eth0",
                        "10.1.0.5",
                        "10.1.0.0/24",
                        "static",
                        "machine",
                        "10.1.0.1",
                        true,
                        false,
                        false,
                        List.of(),
                        List.of(),
                        "",
                        "",
                        "")));
        keys.importKeys(tx, SHOP, Map.of("admin", List.of(KEY)));
        return null;
    }

    private static ImportedMachine machine(
            String id, Life life, boolean provisioned, String constraints, String status, String job) {
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                Optional.of("amd64"),
                OptionalLong.of(4096),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.of(2),
                OptionalLong.empty(),
                List.of("fast"),
                Optional.of("rack-a"),
                Optional.empty());
        Machine machine = new Machine(
                new MachineId(id),
                life,
                Base.parse("ubuntu@22.04"),
                ConstraintsText.parse(constraints),
                "",
                List.of(job),
                provisioned ? "secret-nonce" : "",
                false,
                Optional.empty(),
                Optional.empty(),
                provisioned ? Optional.of(new Instance("i-" + id, "", hardware, List.of())) : Optional.empty());
        boolean failed = status.endsWith("error");
        StatusInfo instance = new StatusInfo(status, failed ? "no quota" : "", Map.of(), SINCE);
        StatusInfo agent = new StatusInfo(failed ? "error" : "started", failed ? "no quota" : "", Map.of(), SINCE);
        return new ImportedMachine(machine, agent, instance, new StatusInfo("idle", "", Map.of(), SINCE));
    }

    private static Volume volume(String id, String pool) {
        return new Volume(
                id,
                Optional.empty(),
                pool,
                1024,
                Optional.of(new VolumeInfo("vol-" + id, "", "", 1025, false)),
                "attached");
    }

    private static VolumeAttachment attachment(String volume, String machine) {
        return new VolumeAttachment(
                volume,
                new MachineId(machine),
                false,
                Optional.of(new VolumeAttachmentInfo("sdb", "", "", false, "", Map.of())));
    }

    /** Only identity and configuration of the controller matter here. */
    private static ControllerService controller() {
        return (ControllerService) Proxy.newProxyInstance(
                ControllerService.class.getClassLoader(),
                new Class<?>[] {ControllerService.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "identity" ->
                        new ControllerIdentity(
                                "00000000-1111-4000-8000-00000000000a", "00000000-1111-4000-8000-00000000000c", "");
                    case "config" -> Map.of();
                    default -> throw new AssertionError("unexpected call of " + method);
                });
    }
}
