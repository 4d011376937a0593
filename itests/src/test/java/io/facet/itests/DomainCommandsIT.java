// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.client.ApiConnection;
import io.facet.client.provisioner.ProvisionerClient;
import io.facet.client.provisioner.Status;
import io.facet.core.MachineId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;

/** The commands about machines, networks, storage, images, keys and applications, in the distribution. */
public class DomainCommandsIT extends ControllerTestSupport {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ALICE = "SHA256:DrmxDlQQEPKrBXhoVwcRXR3Yxhc5PDAryHCURej3ILM";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHW5rnANaFzQoyiEdVOJ7KdWLAM+Pwgwoiam6UJ6F8m me@laptop";

    @Override
    protected Option[] extraOptions() {
        return apiClient();
    }

    @Before
    public void importModel() throws Exception {
        importWebshop();
    }

    /** Commands and something that each prints. */
    @Test
    public void everyCommandDoesItsWork() throws Exception {
        String[][] lines = {
            {"machine-list --not-provisioned --base ubuntu@20.04 webshop", "ubuntu@20.04/stable"},
            {"machine-list --containers-of 0 --no-format webshop", "0/lxd/1\talive"},
            {"machine-list --life dead --json webshop", "\"machine\" : \"26\""},
            {"machine-show --no-format webshop 12", "Units\tpostgresql/2\tpostgresql\t12"},
            {"machine-show --no-format webshop 12", "Volumes to make\t2\t204800\tmaas\ttags=ssd"},
            {"machine-show --no-format webshop 12", "Images\tjammy-amd64-hardened\tdefault\t22.04\tamd64"},
            {"machine-show --no-format webshop 12", "Where to go\tdata\t4\track-a, rack-b, rack-c"},
            {"machine-show --no-format webshop 0/lxd/0", "Applied LXD profiles\tjuju-webshop-storefront-12"},
            {"machine-show webshop 0", "10.30.0.20"},
            {"machine-add --constraints \"mem=2G spaces=dmz\" webshop zone=rack-a", "27"},
            {"machine-show --no-format webshop 27", "Placement\tzone=rack-a"},
            {"machine-add webshop lxd:4", "4/lxd/0"},
            {"machine-add webshop lxd", "28/lxd/0"},
            {"machine-remove webshop 28/lxd/0", "Machine 28/lxd/0 is dying; the provisioner clears it away."},
            {"machine-remove --force webshop 20", "containers that go with it: 20/lxd/0, 20/lxd/1"},
            {"machine-remove --force webshop 5", "the provisioner stops instance spenra"},
            {
                "machine-status-set --message \"no room\" webshop \"provisioning error\" 14",
                "The instance status of machine 14 is provisioning error."
            },
            {"machine-list --failed webshop", "provisioning error: no room"},
            {"machine-retry webshop", "14"},
            {"machine-reprovision --force webshop 7", "Machine 7 has forgotten instance mneqfn"},
            {"machine-life-set webshop dead 25", "Machine 25 is dead."},
            {"space-list --no-format webshop", "internal\t1\t10.30.0.0/24, 10.30.1.0/24"},
            {"space-add webshop storage 10.20.0.0/24", "Space storage is added, with subnets 10.20.0.0/24."},
            {"subnet-add --vlan 50 --zones rack-a webshop 10.50.0.0/24 storage", "is added to space storage"},
            {"subnet-list --space storage --no-format webshop", "10.50.0.0/24\tstorage\t50\track-a"},
            {"subnet-move webshop alpha 10.50.0.0/24 10.20.0.0/24", "Subnet 10.20.0.0/24 is in space alpha."},
            {"space-remove webshop storage", "Space storage is removed."},
            {"space-show --no-format webshop data", "Used by\tbinding database of application postgresql"},
            {"storage-pool-add webshop fast maas tags=nvme", "Storage pool fast is added."},
            {"storage-pool-list --no-format webshop", "fast\tmaas\ttags=nvme"},
            {"storage-pool-remove webshop fast", "Storage pool fast is removed."},
            {"volume-list --no-format --machine 2 webshop", "0\tmaas-ssd\t204800\tattached\tpgdata/0\t2\tsdb\tvolume-0"
            },
            {"image-metadata-add --arch arm64 webshop jammy-arm ubuntu@22.04", "for 22.04 on arm64 in region default"},
            {"image-metadata-list --no-format webshop", "jammy-arm\tdefault\t22.04\tarm64"},
            {"image-metadata-remove webshop jammy-arm", "The metadata of image jammy-arm is removed."},
            {"key-add webshop " + KEY, "(ED25519) is authorised for user admin."},
            {"key-list --no-format webshop", "alice\tED25519\t256\t" + ALICE + "\talice@webshop.example"},
            {"key-remove webshop me@laptop " + ALICE, "Key alice@webshop.example of user alice is removed."},
            {"application-list --no-format webshop", "redis\tch:amd64/redis-29\t3\tno\tno\t"},
            {"application-show --no-format webshop storefront", "LXD profile\ttun\tpath\t/dev/net/tun"},
            {"unit-list --application postgresql --no-format webshop", "postgresql/1\tpostgresql\t3"},
        };
        for (String[] line : lines) {
            assertThat(shell("facet:" + line[0])).as(line[0]).contains(line[1]);
        }
    }

    /** The model of the controller has next to nothing. */
    @Test
    public void whatIsNotThereIsSaidToBeNotThere() throws Exception {
        String[][] lines = {
            {"machine-list --life dead controller", "No machines"},
            {"machine-retry controller", "No machine has failed."},
            {"subnet-list controller", "No subnets"},
            {"volume-list controller", "No volumes"},
            {"image-metadata-list controller", "No image metadata"},
            {"key-list controller", "No keys"},
            {"application-list controller", "No applications"},
            {"unit-list controller", "No units"},
            {"space-list --no-format controller", "alpha\t\t"},
            {"storage-pool-list --no-format controller", "loop\tloop\t"},
        };
        for (String[] line : lines) {
            assertThat(shell("facet:" + line[0])).as(line[0]).contains(line[1]);
        }
    }

    @Test
    public void whatCannotBeDoneIsRefusedInOneSentence() {
        String[][] lines = {
            {"machine-list --life undead webshop", "expected alive, dying or dead"},
            {"machine-show webshop 99", "There is no machine 99"},
            {"machine-add --constraints spaces=nowhere webshop", "There is no space \"nowhere\""},
            {"machine-add webshop docker:0", "Containers are of type lxd, not \"docker\""},
            {"machine-remove webshop 2", "machine 2 has unit \"postgresql/0\" assigned"},
            {"machine-remove --force controller 0", "machine 0 runs the controller"},
            {"machine-retry webshop 0", "Machine 0 has instance kqhtym"},
            {"machine-reprovision webshop 12", "machine 12 not provisioned"},
            {"machine-status-set webshop error 12", "Status \"error\" needs a --message."},
            {"machine-life-set webshop dying 26", "machine 26 is dead and cannot become dying again"},
            {"space-show webshop nowhere", "There is no space \"nowhere\""},
            {"space-add webshop dmz", "space \"dmz\" already exists"},
            {"space-remove webshop data", "it has subnets 10.40.0.0/24"},
            {"subnet-list --space nowhere webshop", "There is no space \"nowhere\""},
            {"subnet-add webshop 10.20.0.7/24 alpha", "CIDR \"10.20.0.7/24\" not valid"},
            {"subnet-move webshop dmz 1.2.3.0/24", "There is no subnet \"1.2.3.0/24\""},
            {"storage-pool-add webshop x ebs", "There is no storage provider \"ebs\""},
            {"storage-pool-remove webshop maas-ssd", "volume 0 and 2 more come from it"},
            {"volume-list --machine 99 webshop", "There is no machine 99"},
            {"image-metadata-add --arch vax webshop x ubuntu@22.04", "unsupported architecture vax"},
            {"image-metadata-remove webshop x", "There is no metadata of image \"x\""},
            {"key-add webshop hello", "That is no public SSH key"},
            {"key-remove webshop nobody", "There is no key \"nobody\""},
            {"application-show webshop nothing", "There is no application \"nothing\""},
            {"unit-list nowhere", "There is no model \"nowhere\""},
        };
        for (String[] line : lines) {
            assertThatThrownBy(() -> shell("facet:" + line[0])).as(line[0]).hasStackTraceContaining(line[1]);
        }
    }

    /** Words of lines, the last of which is being typed, and something that Tab offers. */
    @Test
    public void tabOffersWhatThereIs() {
        SessionFactory sessions = service(SessionFactory.class);
        String[][] lines = {
            {"machine-show", "webshop", "", "0/lxd/0"},
            {"machine-list", "--life", "", "dying"},
            {"machine-list", "--status", "", "started"},
            {"machine-list", "--zone", "", "rack-b"},
            {"machine-add", "--constraints", "", "mem="},
            {"machine-add", "--constraints", "sp", "spaces=dmz"},
            {"machine-add", "--base", "", "ubuntu@24.04/stable"},
            {"machine-add", "webshop", "", "lxd:4"},
            {"machine-add", "webshop", "", "zone=rack-a"},
            {"machine-remove", "--force", "webshop", "", "26"},
            {"machine-retry", "webshop", "", "14"},
            {"machine-reprovision", "webshop", "", "7"},
            {"machine-status-set", "webshop", "pending", "4", "", "5"},
            {"machine-status-set", "--kind", "", "modification"},
            {"machine-status-set", "--kind", "modification", "webshop", "", "applied"},
            {"machine-life-set", "webshop", "", "dead"},
            {"space-list", "", "webshop"},
            {"space-show", "webshop", "", "internal"},
            {"space-remove", "webshop", "", "dmz"},
            {"space-add", "webshop", "new", "", "10.20.0.0/24"},
            {"subnet-list", "--space", "", "data"},
            {"subnet-add", "webshop", "10.50.0.0/24", "", "data"},
            {"subnet-move", "webshop", "dmz", "", "172.16.99.0/24"},
            {"storage-pool-list", "", "webshop"},
            {"storage-pool-add", "webshop", "fast", "", "maas"},
            {"storage-pool-remove", "webshop", "", "maas-ssd"},
            {"volume-list", "--machine", "", "2"},
            {"image-metadata-list", "", "webshop"},
            {"image-metadata-add", "webshop", "x", "", "ubuntu@22.04/stable"},
            {"image-metadata-remove", "webshop", "", "noble-arm64-hardened"},
            {"key-list", "--user", "", "alice"},
            {"key-add", "--user", "", "alice"},
            {"key-remove", "webshop", "", ALICE},
            {"application-list", "", "webshop"},
            {"application-show", "webshop", "", "redis"},
            {"unit-list", "--application", "", "haproxy"},
        };
        SoftAssertions offers = new SoftAssertions();
        for (String[] line : lines) {
            String[] words = Arrays.copyOfRange(line, 1, line.length - 1);
            offers.assertThat(ShellCompletion.of(sessions, line[0], words))
                    .as(String.join(" ", line))
                    .contains(line[line.length - 1]);
        }
        offers.assertThat(ShellCompletion.of(sessions, "machine-show", "controller", ""))
                .as("machines of another model")
                .containsExactly("0");
        offers.assertAll();
    }

    @Test
    public void provisionerHearsOfWhatOperatorsDo() throws Exception {
        try (ApiSupport api = new ApiSupport();
                ApiConnection connection = api.connect(shell("facet:agent-conf-issue --controller webshop"))) {
            ProvisionerClient provisioner = new ProvisionerClient(connection);
            Set<String> heard = ConcurrentHashMap.newKeySet();
            ApiSupport.await(provisioner.watchModelMachines(heard::addAll));

            String added = shell("facet:machine-add webshop").strip();
            await("the new machine").atMost(SOON).until(() -> heard.contains(added));
            heard.clear();
            shell("facet:machine-remove webshop " + added);
            await("the dying machine").atMost(SOON).until(() -> heard.contains(added));
            heard.clear();
            shell("facet:machine-remove --force webshop " + added + " 4");
            await("the dead machines").atMost(SOON).until(() -> heard.containsAll(Set.of(added, "4")));
            await("the record to go").atMost(SOON).until(() -> !shell("facet:machine-list --no-format webshop")
                    .lines()
                    .map(line -> line.split("\t")[0])
                    .toList()
                    .contains(added));

            MachineId failed = new MachineId("14");
            Map<MachineId, Status> error = Map.of(failed, Status.of("provisioning error", "no room"));
            ApiSupport.await(provisioner.setInstanceStatus(error));
            assertThat(failed(provisioner)).isEmpty();
            shell("facet:machine-retry webshop 14");
            assertThat(failed(provisioner)).containsExactly(failed);
            shell("facet:machine-reprovision --force webshop 11");
            assertThat(failed(provisioner)).containsExactly(new MachineId("11"), failed);
        }
    }

    /** What a provisioner asks for whenever its retry watcher fires, which is once a minute. */
    private static List<MachineId> failed(ProvisionerClient provisioner) {
        return ApiSupport.await(provisioner.machinesWithTransientErrors()).stream()
                .map(error -> error.machine())
                .toList();
    }
}
