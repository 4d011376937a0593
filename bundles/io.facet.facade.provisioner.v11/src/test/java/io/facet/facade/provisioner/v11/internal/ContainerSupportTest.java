// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.CONTROLLER;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.DENIED;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.MODEL;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.agent;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.assertJson;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.facade.api.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;

/** What hosts ask and report about their containers, provisioner.md sections 3 to 5. */
public class ContainerSupportTest {

    private static final Caller HOST = agent("1");
    private static final String NF = error("machine 42 not found", "not found");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    @Test
    public void managerConfigHasTheFourKeysThatAreAlwaysThere() {
        assertJson(
                facade.call(HOST, "ContainerManagerConfig", "{'type':'lxd'}"),
                "{'config':{'model-uuid':'" + MODEL + "','lxd-snap-channel':'5.0/stable',"
                        + "'container-image-stream':'released','container-networking-method':'local'}}");
        assertJson(facade.call("ContainerManagerConfig", "{}").get("config").get("lxd-snap-channel"), "''");
    }

    @Test
    public void managerConfigTellsOfImageMetadataIfThereIsAny() {
        facade.config(Map.of(
                "container-image-metadata-url",
                "https://images.example.net",
                "container-image-metadata-defaults-disabled",
                true));

        JsonNode config =
                facade.call("ContainerManagerConfig", "{'type':'anything'}").get("config");

        assertJson(config.get("container-image-metadata-url"), "'https://images.example.net'");
        assertJson(config.get("container-image-metadata-defaults-disabled"), "'true'");
    }

    @Test
    public void containerConfigHasEveryMemberThatIsAlwaysThere() {
        String none = "{'Http':'','Https':'','Ftp':'','NoProxy':'127.0.0.1,localhost,::1','AutoNoProxy':''}";

        assertJson(
                facade.call(HOST, "ContainerConfig", "{}"),
                "{'provider-type':'lxd','authorized-keys':'','ssl-hostname-verification':true,'legacy-proxy':" + none
                        + ",'juju-proxy':" + none + ",'apt-proxy':" + none
                        + ",'snap-proxy':{'Http':'','Https':'','Ftp':'','NoProxy':'','AutoNoProxy':''},"
                        + "'snap-store-assertions':'','snap-store-proxy-id':'','snap-store-proxy-url':'',"
                        + "'enable-os-refresh-update':true,'enable-os-upgrade':true}");
    }

    @Test
    public void containerConfigTellsKeysProxiesAndUserData() {
        facade.config(Map.of(
                "apt-mirror", "http://mirror",
                "container-inherit-properties", "ca-certs",
                "cloudinit-userdata", "ntp: {1: x}\npackages: [jq]",
                "juju-http-proxy", "proxy:3128"));
        facade.write(tx -> {
            facade.keys.importKeys(tx, MODEL, Map.of("bob", List.of("ssh-rsa b"), "admin", List.of("ssh-rsa a")));
            return null;
        });

        JsonNode config = facade.call("ContainerConfig", "{}");

        assertJson(config.get("authorized-keys"), "'ssh-rsa a\\nssh-rsa b\\n'");
        assertJson(config.get("apt-mirror"), "'http://mirror'");
        assertJson(config.get("container-inherit-properties"), "'ca-certs'");
        assertJson(config.get("cloudinit-userdata"), "{'ntp':{'1':'x'},'packages':['jq']}");
        assertJson(config.get("juju-proxy").get("Http"), "'proxy:3128'");
        assertJson(config.get("apt-proxy").get("Http"), "'http://proxy:3128'");
    }

    @Test
    public void supportedContainersAreToldAsRecorded() {
        facade.machines("1", "2", "3");
        facade.call(HOST, "SetSupportedContainers", supported("machine-1", "'lxd','kvm'"));
        facade.call("SetSupportedContainers", supported("machine-2", ""));

        assertJson(
                facade.call(
                        "SupportedContainers",
                        entities("machine-1", "machine-2", "machine-3", "machine-42", "nonsense")),
                "{'results':[{'container-types':['lxd','kvm'],'determined':true},"
                        + "{'container-types':[],'determined':true},{'container-types':null,'determined':false},"
                        + "{'container-types':null,'determined':false,'error':" + NF + "},"
                        + "{'container-types':null,'determined':false,'error':" + DENIED + "}]}");
    }

    @Test
    public void supportedContainersAreRefusedInTheOrderOfTheRules() {
        facade.machines("1");
        facade.machine("2", Life.DEAD);

        assertJson(
                facade.call(
                        "SetSupportedContainers",
                        "{'params':[{'machine-tag':'nonsense'},{'machine-tag':'machine-42','container-types':['none']},"
                                + "{'machine-tag':'machine-1','container-types':['lxd','none']},"
                                + "{'machine-tag':'machine-2','container-types':['lxd']}]}"),
                "{'results':[{'error':" + DENIED + "},{'error':" + NF + "},{'error':"
                        + error("\"none\" is not a valid container type", "") + "},{'error':"
                        + error("not found or dead", "dead") + "}]}");
        assertThat(facade.machine("1").supportedContainers()).isEmpty();
    }

    @Test
    public void pendingContainersOfAnUnsupportedTypeAreInError() {
        facade.machines("1", "1/lxd/0", "1/kvm/0", "1/kvm/1");
        facade.call(
                HOST, "SetStatus", "{'entities':[{'tag':'machine-1-kvm-1','status':'started','info':'','data':null}]}");

        assertJson(facade.call(HOST, "SetSupportedContainers", supported("machine-1", "'lxd'")), "{'results':[{}]}");

        JsonNode statuses = facade.call(
                        HOST, "Status", entities("machine-1-lxd-0", "machine-1-kvm-0", "machine-1-kvm-1"))
                .get("results");
        assertJson(statuses.get(0).get("status"), "'pending'");
        assertJson(statuses.get(1).get("status"), "'error'");
        assertJson(statuses.get(1).get("info"), "'unsupported container'");
        assertJson(statuses.get(1).get("data"), "{'type':'kvm'}");
        assertJson(statuses.get(2).get("status"), "'started'");
    }

    private static String supported(String tag, String types) {
        return "{'params':[{'machine-tag':'" + tag + "','container-types':[" + types + "]}]}";
    }

    @Test
    public void charmProfilesAreReplacedAsAWhole() {
        facade.machine("1", Life.ALIVE, "", true);

        assertJson(facade.call(HOST, "SetCharmProfiles", profiles("machine-1", "'b','a'")), "{'results':[{}]}");
        assertThat(facade.machine("1").instance().orElseThrow().charmProfiles()).containsExactly("b", "a");
        assertJson(facade.call(HOST, "SetCharmProfiles", profiles("machine-1", "")), "{'results':[{}]}");
        assertThat(facade.machine("1").instance().orElseThrow().charmProfiles()).containsExactly("b", "a");
        assertJson(facade.call(HOST, "SetCharmProfiles", profiles("machine-1", "'a'")), "{'results':[{}]}");
        assertThat(facade.machine("1").instance().orElseThrow().charmProfiles()).containsExactly("a");
    }

    @Test
    public void charmProfilesAreRefusedInTheOrderOfTheRules() {
        facade.machines("1");
        String[][] table = {
            {"nonsense", "'a'", error("\"nonsense\" is not a valid tag", "")},
            {"unit-a-0", "'a'", error("\"unit-a-0\" is not a valid machine tag", "")},
            {"machine-1-lxd-0", "'a'", DENIED},
            {"machine-42", "", NF},
            {"machine-1", "'a'", error("machine \"machine-1\" not provisioned", "not provisioned")},
        };
        for (String[] row : table) {
            assertJson(
                    facade.call("SetCharmProfiles", profiles(row[0], row[1])),
                    "{'results':[{'error':" + row[2] + "}]}");
        }
        assertJson(facade.call("SetCharmProfiles", profiles("machine-1", "")), "{'results':[{}]}");
    }

    private static String profiles(String tag, String names) {
        return "{'args':[{'entity':{'tag':'" + tag + "'},'profiles':[" + names + "]}]}";
    }

    @Test
    public void profilesOfTheCharmsInAContainerAreTold() {
        host();
        LxdProfile web = new LxdProfile(
                Map.of("security.nesting", "true"), "for web", Map.of("tun", Map.of("type", "unix-char")));
        applications(
                application("web", 12, web), application("idle", 3, new LxdProfile(Map.of(), "nothing", Map.of())));
        units(
                unit("web/0", "web", "1/lxd/0", ""),
                unit("idle/0", "idle", "1/lxd/0", ""),
                unit("idle/1", "idle", "1/lxd/1", ""));

        assertJson(
                facade.call(HOST, "GetContainerProfileInfo", entities("machine-1-lxd-0", "machine-1-lxd-1")),
                "{'results':[{'lxd-profiles':[{'profile':{'config':{'security.nesting':'true'},"
                        + "'description':'for web','devices':{'tun':{'type':'unix-char'}}},"
                        + "'name':'juju-shop-web-12'}]},{}]}");
    }

    @Test
    public void profilesOfWhatIsNoContainerOfTheHostAreRefused() {
        host();

        assertJson(
                facade.call(
                        HOST,
                        "GetContainerProfileInfo",
                        entities("nonsense", "unit-a-0", "machine-2-lxd-0", "machine-1-lxd-7", "machine-1")),
                "{'results':[{'error':" + error("\"nonsense\" is not a valid tag", "") + "},{'error':"
                        + error("\"unit-a-0\" is not a valid machine tag", "") + "},{'error':" + DENIED
                        + "},{'error':" + error("machine 1/lxd/7 not found", "not found") + "},{'error':"
                        + error("cannot prepare LXD profile config for \"machine-1\": not a container", "")
                        + "}]}");
    }

    @Test
    public void fiveHundredContainersCostAsManyQueriesAsOne() {
        facade.machine("1", Life.ALIVE, "", true);
        applications(application("web", 12, new LxdProfile(Map.of("a", "b"), "", Map.of())));
        List<MachineId> ids = IntStream.range(0, 500)
                .mapToObj(i -> new MachineId("1/lxd/" + i))
                .toList();
        ids.forEach(id -> {
            facade.machines(id.value());
            units(unit("web/" + id.value().substring(6), "web", id.value(), ""));
        });
        MachineId host = new MachineId("1");

        long forOne = facade.store.statementsOf(
                tx -> facade.provisioning.containerProfiles(tx, MODEL, host, ids.subList(0, 1)));
        long forAll = facade.store.statementsOf(tx -> facade.provisioning.containerProfiles(tx, MODEL, host, ids));

        assertThat(forAll).isEqualTo(forOne).isPositive();
    }

    @Test
    public void hostMustBeAProvisionedMachine() {
        assertThat(facade.refusal(HOST, "GetContainerProfileInfo", "{}")).isEqualTo("machine 1 not found [not found]");
        facade.machines("1");
        assertThat(facade.refusal(HOST, "GetContainerProfileInfo", "{}"))
                .isEqualTo("cannot prepare container LXD profile config: host machine \"1\" not provisioned"
                        + " [not provisioned]");
        assertThat(facade.refusal(
                        new Caller("controller-0", Caller.Kind.CONTROLLER, true), "GetContainerProfileInfo", "{}"))
                .isEqualTo("\"controller-0\" is not a valid machine tag []");
    }

    @Test
    public void provisioningInfoNamesTheProfilesOfEveryUnitOnLxdOnly() {
        facade.machines("1");
        LxdProfile profile = new LxdProfile(Map.of("a", "b"), "", Map.of());
        applications(
                application("web", 12, profile),
                application("ntp", 4, profile),
                application("idle", 3, new LxdProfile(Map.of(), "nothing", Map.of())));
        units(
                unit("web/0", "web", "1", ""),
                unit("web/1", "web", "1", ""),
                unit("idle/0", "idle", "1", ""),
                unit("ntp/0", "ntp", "1", "web/0"));

        assertThat(charmProfiles())
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("juju-shop-web-12", "juju-shop-web-12", "juju-shop-ntp-4");

        facade.write(tx -> {
            facade.clouds.setCloud(tx, MODEL, new CloudSpec("cloud", "maas", "", ""));
            return null;
        });
        assertThat(charmProfiles()).isNull();
    }

    private JsonNode charmProfiles() {
        return facade.call(CONTROLLER, "ProvisioningInfo", entities("machine-1"))
                .get("results")
                .get(0)
                .get("result")
                .get("charm-lxd-profiles");
    }

    private void host() {
        facade.machine("1", Life.ALIVE, "", true);
        facade.machines("1/lxd/0", "1/lxd/1");
    }

    private void applications(Application... applications) {
        facade.write(tx -> {
            facade.applications.importApplications(tx, MODEL, List.of(applications));
            return null;
        });
    }

    private void units(Unit... units) {
        facade.write(tx -> {
            facade.applications.importUnits(tx, MODEL, List.of(units));
            return null;
        });
    }

    private static Unit unit(String name, String application, String machine, String principal) {
        return new Unit(
                name,
                application,
                Optional.of(new MachineId(machine)),
                Optional.of(principal).filter(unit -> !unit.isEmpty()));
    }

    private static Application application(String name, int revision, LxdProfile profile) {
        return new Application(
                name,
                "ch:" + name + "-" + revision,
                revision,
                false,
                Constraints.NONE,
                Map.of("", "0"),
                Optional.of(profile));
    }
}
