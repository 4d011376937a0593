// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facet.application.api.Application;
import io.facet.application.api.Unit;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.image.api.ImageMetadata;
import io.facet.machine.api.Machine;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.provisioning.api.TopologyRule;
import io.facet.storage.api.StorageInstance;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** ProvisioningInfo through the facade, on the fixture of networking.md section 7. */
public class ProvisioningInfoTest {

    private static final Map<String, String> LEDGER = Map.of("", "0", "api", "c1", "cache", "c2");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Before
    public void addNetwork() {
        facade.write(tx -> {
            facade.network.importSpaces(
                    tx,
                    MODEL,
                    List.of(
                            new Space("c1", "corp", "sp-77"),
                            new Space("c2", "stor", ""),
                            new Space("c3", "edge", "")));
            facade.network.importSubnets(
                    tx,
                    MODEL,
                    List.of(
                            subnet("s1", "172.21.8.0/24", "net-a", "c1", "rack-a"),
                            subnet("s2", "172.21.9.0/24", "net-b", "c1", "rack-b", "rack-c"),
                            subnet("s3", "10.66.0.0/16", "net-s", "c2", "rack-a"),
                            subnet("s4", "192.168.240.0/24", "net-e", "c3")));
            return null;
        });
    }

    private static Subnet subnet(String id, String cidr, String providerId, String space, String... zones) {
        return new Subnet(id, cidr, providerId, "", 0, List.of(zones), space);
    }

    @Test
    public void plainMachineIsToldTheLeast() {
        facade.machines("0");
        String controllerUuid = facade.read(tx -> facade.controller.identity(tx).uuid());

        ObjectNode info = (ObjectNode) info("machine-0");

        assertThat(info.remove("controller-config"))
                .isEqualTo(facade.call("ControllerConfig", "{}").get("config"));
        assertJson(
                info,
                "{'constraints':{},'series':'jammy','base':{'name':'ubuntu','channel':'22.04/stable'},'placement':'',"
                        + "'jobs':['JobHostUnits'],'tags':{'juju-controller-uuid':'" + controllerUuid + "',"
                        + "'juju-model-uuid':'" + MODEL + "','juju-machine-id':'shop-machine-0'},"
                        + "'subnet-zones':null,'space-subnets':null}");
    }

    @Test
    public void machineIsToldAllThatIsKnown() {
        facade.config(Map.of("cloudinit-userdata", "packages: [a]\nntp: {1: x}", "resource-tags", "team=red"));
        facade.importMachine(new Machine(
                new MachineId("3"),
                Life.ALIVE,
                Base.parse("ubuntu@24.04/stable"),
                ConstraintsText.parse("arch=arm64 cores=2 root-disk-source=fast spaces=stor"),
                "zone=z1",
                List.of(Machine.JOB_HOST_UNITS, Machine.JOB_MANAGE_MODEL),
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        ledgerOn("3", LEDGER);
        facade.write(tx -> {
            facade.network.importSubnets(
                    tx, MODEL, List.of(subnet("s0", "10.5.0.0/24", "net-0", Space.ALPHA_ID, "rack-a")));
            facade.storage.importPools(tx, MODEL, List.of(new StoragePool("fast", "lxd", Map.of("driver", "zfs"))));
            facade.images.saveMetadata(
                    tx,
                    MODEL,
                    List.of(
                            image("ami-2", "24.04", "arm64", 50, "custom", OptionalLong.of(8)),
                            image("ami-1", "24.04", "arm64", 10, "elsewhere", OptionalLong.empty()),
                            image("ami-3", "24.04", "amd64", 10, "custom", OptionalLong.empty()),
                            image("ami-4", "22.04", "arm64", 10, "custom", OptionalLong.empty())));
            return null;
        });

        JsonNode info = info("machine-3");

        assertJson(info.get("constraints"), "{'arch':'arm64','cores':2,'root-disk-source':'fast','spaces':['stor']}");
        assertJson(info.get("base"), "{'name':'ubuntu','channel':'24.04/stable'}");
        assertJson(info.get("series"), "'noble'");
        assertJson(info.get("placement"), "'zone=z1'");
        assertJson(info.get("jobs"), "['JobHostUnits','JobManageModel']");
        assertJson(info.get("root-disk"), "{'volume-tag':'','size':0,'provider':'lxd','attributes':{'driver':'zfs'}}");
        assertJson(
                info.get("image-metadata"),
                "[{'image-id':'ami-1','stream':'released','region':'eu','version':'24.04','series':'noble','arch':'arm64',"
                        + "'source':'elsewhere','priority':10},"
                        + "{'image-id':'ami-2','stream':'released','region':'eu','version':'24.04','series':'noble','arch':'arm64',"
                        + "'root-storage-size':8,'source':'custom','priority':50}]");
        assertJson(info.get("endpoint-bindings"), "{'':'alpha','api':'sp-77','cache':'stor'}");
        assertJson(info.get("cloudinit-userdata"), "{'packages':['a'],'ntp':{'1':'x'}}");
        assertThat(info.get("tags").get("juju-is-controller").asText()).isEqualTo("true");
        assertThat(info.get("tags").get("juju-units-deployed").asText()).isEqualTo("ledger/0");
        assertThat(info.get("tags").get("team").asText()).isEqualTo("red");
        assertJson(info.get("space-subnets"), "{'alpha':['net-0'],'corp':['net-a','net-b'],'stor':['net-s']}");
        assertJson(
                info.get("subnet-zones"),
                "{'net-0':['rack-a'],'net-a':['rack-a'],'net-b':['rack-b','rack-c'],'net-s':['rack-a']}");
    }

    @Test
    public void firstFailureOfAMachineIsItsErrorAndTheOthersAreAnswered() {
        facade.machines("0", "0/lxd/0", "1/lxd/0");
        facade.machine("2", Life.ALIVE, "spaces=ghost", false);
        facade.machine("3", Life.ALIVE, "root-disk-source=7x spaces=ghost", false);
        facade.machine("4", Life.ALIVE, "spaces=^corp", false);
        facade.machine("5", Life.ALIVE, "root-disk-source=nowhere", false);
        ledgerOn("4", LEDGER);

        JsonNode results = facade.call(
                        "ProvisioningInfo",
                        entities(
                                "machine-2",
                                "machine-3",
                                "machine-4",
                                "machine-42",
                                "machine-1-lxd-0",
                                "nonsense",
                                "machine-0-lxd-0",
                                "machine-5"))
                .get("results");

        failed(results.get(0), error("matching subnets to zones: space with name \"ghost\" not found", "not found"));
        failed(results.get(1), error("cannot load storage pool: pool name \"7x\" not valid", "not valid"));
        failed(
                results.get(2),
                error("negative space constraint \"corp\" conflicts with ledger endpoint binding for \"api\"", ""));
        failed(results.get(3), error("machine 42 not found", "not found"));
        failed(results.get(4), DENIED);
        failed(results.get(5), DENIED);
        assertThat(results.get(6)
                        .get("result")
                        .get("tags")
                        .get("juju-machine-id")
                        .asText())
                .isEqualTo("shop-machine-0-lxd-0");
        assertThat(results.get(7).get("result").has("root-disk")).isFalse();
        assertThat(results.get(7).has("error")).isFalse();
    }

    private static void failed(JsonNode result, String error) {
        assertJson(result, "{'result':null,'error':" + error + "}");
    }

    @Test
    public void subnetWithoutZonesCountsOnCloudsThatCanUseIt() {
        facade.machine("0", Life.ALIVE, "spaces=edge", false);

        assertJson(info("machine-0").get("space-subnets"), "{'edge':[]}");
        assertJson(info("machine-0").get("subnet-zones"), "{}");

        facade.write(tx -> {
            facade.clouds.setCloud(tx, MODEL, new CloudSpec("cloud", "azure", "eu", ""));
            return null;
        });
        assertJson(info("machine-0").get("space-subnets"), "{'edge':['net-e']}");
        assertJson(info("machine-0").get("subnet-zones"), "{'net-e':[]}");
    }

    @Test
    public void withoutACloudTheWholeCallFails() {
        String other = "99999999-0b4d-4c5e-8f60-718293a4b5c6";
        assertThat(facade.refusalOn(other, "ProvisioningInfo", "{}"))
                .isEqualTo("retrieving environ: cloud of model \"" + other + "\" not found [not found]");
    }

    @Test
    public void fiveHundredMachinesCostAsManyQueriesAsOne() {
        List<String> tags = new ArrayList<>();
        List<Application> applications = IntStream.range(0, 20)
                .mapToObj(i -> application("app" + i, LEDGER))
                .toList();
        List<Unit> units = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        List<StorageInstance> stored = new ArrayList<>();
        List<VolumeAttachment> attachments = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> {
            String id = Integer.toString(i);
            facade.machine(id, Life.ALIVE, "spaces=stor,corp root-disk-source=pool" + i % 7, false);
            tags.add("machine-" + i);
            units.add(new Unit(
                    "app" + i % 20 + "/" + i, "app" + i % 20, Optional.of(new MachineId(id)), Optional.empty()));
            volumes.add(new Volume(id, Optional.of("data/" + i), "lxd", 1, Optional.empty(), "pending"));
            stored.add(new StorageInstance("data/" + i, "block", Optional.empty()));
            attachments.add(new VolumeAttachment(id, new MachineId(id), false, Optional.empty()));
        });
        facade.write(tx -> {
            facade.storage.importStorageInstances(tx, MODEL, stored);
            facade.storage.importVolumes(tx, MODEL, volumes, attachments);
            facade.network.importSubnets(
                    tx, MODEL, List.of(subnet("s0", "10.5.0.0/24", "net-0", Space.ALPHA_ID, "rack-a")));
            facade.applications.importApplications(tx, MODEL, applications);
            facade.applications.importUnits(tx, MODEL, units);
            return null;
        });

        List<MachineId> all =
                units.stream().map(unit -> unit.machine().orElseThrow()).toList();
        CountingStore forOne = new CountingStore(facade.store);
        facade.provisioning.provisioningInfo(forOne, MODEL, all.subList(0, 1), TopologyRule.ALL_SPACES);
        CountingStore forAll = new CountingStore(facade.store);
        facade.provisioning.provisioningInfo(forAll, MODEL, all, TopologyRule.ALL_SPACES);
        JsonNode results = facade.call("ProvisioningInfo", entities(tags.toArray(String[]::new)))
                .get("results");

        assertThat(results).hasSize(500);
        assertThat(results.findValues("error")).isEmpty();
        assertThat(forAll.statements())
                .isEqualTo(forOne.statements())
                .isPositive()
                .isLessThan(30);
    }

    @Test
    public void readingFiveHundredMachinesTakesAFewStatements() {
        List<String> tags = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> {
            facade.machine(Integer.toString(i), Life.ALIVE);
            tags.add("machine-" + i);
        });
        String all = entities(tags.toArray(String[]::new));
        for (String method : List.of(
                "Life",
                "Status",
                "InstanceStatus",
                "InstanceId",
                "AvailabilityZone",
                "KeepInstance",
                "Constraints",
                "MachinesWithTransientErrors",
                "DistributionGroup",
                "DistributionGroupByMachineId",
                "SupportedContainers",
                "WatchModelMachines",
                "ControllerAPIInfoForModels")) {
            facade.store.resetStatementCount();
            facade.call(method, method.equals("ControllerAPIInfoForModels") ? "{}" : all);
            // A few more than the call's own: the store follows its change log meanwhile.
            assertThat(facade.store.statementCount()).as(method).isLessThan(20);
        }
    }

    private JsonNode info(String tag) {
        JsonNode result =
                facade.call("ProvisioningInfo", entities(tag)).get("results").get(0);
        assertThat(result.has("error")).as(result.toString()).isFalse();
        return result.get("result");
    }

    private void ledgerOn(String machine, Map<String, String> bindings) {
        facade.write(tx -> {
            facade.applications.importApplications(tx, MODEL, List.of(application("ledger", bindings)));
            facade.applications.importUnits(
                    tx,
                    MODEL,
                    List.of(new Unit("ledger/0", "ledger", Optional.of(new MachineId(machine)), Optional.empty())));
            return null;
        });
    }

    private static Application application(String name, Map<String, String> bindings) {
        return new Application(name, "ch:" + name + "-1", 1, false, Constraints.NONE, bindings, Optional.empty());
    }

    private static ImageMetadata image(
            String id, String version, String arch, int priority, String source, OptionalLong size) {
        return new ImageMetadata(id, "released", "eu", version, arch, "", "", size, source, priority, Instant.now());
    }
}
