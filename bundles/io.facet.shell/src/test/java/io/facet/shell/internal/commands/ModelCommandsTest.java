// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.apiserver.api.ApiServer;
import io.facet.apiserver.api.ConnectionStatus;
import io.facet.cloud.api.CloudSpec;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.MachineId;
import io.facet.importer.api.ExportReport;
import io.facet.importer.api.ModelExporter;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.machine.api.NewMachine;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelParticipant;
import io.facet.model.internal.ModelServiceImpl;
import io.facet.shell.internal.completers.CompletionCheck;
import io.facet.store.api.Store;
import io.facet.store.testing.StoreRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands about models, on the real services. */
public class ModelCommandsTest {
    private static final String OWN = "01111111-2222-4333-8444-555555555555";
    private static final String PROD = "11111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final Output output = new Output();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Long> disconnected = new ArrayList<>();
    private Store store;
    private ModelServiceImpl models;
    private MachineServiceImpl machines;
    private AccessServiceImpl access;
    private CloudServiceImpl clouds;
    private ControllerService controller;

    @Before
    public void createModels() {
        store = rule.store();
        models = new ModelServiceImpl(store, "test", "1");
        machines = new MachineServiceImpl(store, Clock.systemUTC(), Duration.ofHours(1));
        access = new AccessServiceImpl(store);
        clouds = new CloudServiceImpl(store);
        for (ModelParticipant each : List.of(machines, access, clouds)) {
            models.bindParticipant(
                    each, Map.of("objectClass", new String[] {each.getClass().getName()}));
        }
        controller = fake(ControllerService.class, Map.of("identity", new ControllerIdentity("c", OWN, "")));
        rule.write(OWN, tx -> {
            access.setUser(tx, "admin", "secret", "superuser");
            access.setUser(tx, "alice", "secret", "login");
            return null;
        });
        create(OWN, "controller", "manual");
        create(PROD, "prod", "maas");
    }

    @After
    public void stopSweep() {
        machines.deactivate();
    }

    private void create(String uuid, String name, String cloudType) {
        rule.write(uuid, tx -> {
            models.create(
                    tx,
                    new ModelInfo(uuid, name, "admin", "iaas", cloudType, AgentVersion.parse("4.0-beta5")),
                    Map.of("name", name, "uuid", uuid, "type", cloudType),
                    false);
            clouds.setCloud(tx, uuid, new CloudSpec("lab", cloudType, "north", "http://cloud"));
            access.importModelUsers(tx, uuid, Map.of("admin", "admin", "alice", "read"));
            return null;
        });
    }

    // ------------------------------------------------------------------ show

    @Test
    public void showSaysWhatAModelIsAndWhatIsInIt() throws Exception {
        addMachines();
        rule.write(PROD, tx -> {
            models.updateConfig(tx, PROD, Map.of("default-space", "dmz", "maas-oauth", "a:b:c"), List.of());
            models.setConstraints(tx, PROD, Constraints.of(Map.of(Constraints.Key.MEM, 4096L)));
            return null;
        });

        show("prod").execute();

        assertThat(output.lines())
                .containsExactly(
                        "Model\tprod",
                        "UUID\t" + PROD,
                        "Owner\tadmin",
                        "Type\tiaas",
                        "Agent version\t4.0-beta5",
                        "Cloud\tlab",
                        "Cloud type\tmaas",
                        "Region\tnorth",
                        "Constraints\tmem=4096M",
                        "Contents\tcontainers\t1",
                        "Contents\tmachines\t2",
                        "Contents\tusers\t2",
                        "Users\tadmin\tadmin",
                        "Users\talice\tread",
                        "Configuration\tdefault-space\tdmz",
                        "Configuration\tmaas-oauth\t(set, not shown)");
    }

    @Test
    public void modelThatIsNotThereIsSaidSo() {
        refused(show("nope"), "There is no model \"nope\"; facet:model-list shows those there are.");
        refused(remove("nope", true), "There is no model \"nope\"; facet:model-list shows those there are.");
        refused(config("nope", null), "There is no model \"nope\"; facet:model-list shows those there are.");
    }

    // ------------------------------------------------------------------ add

    @Test
    public void modelIsAddedOnTheCloudOfTheControllerWithItsVersion() throws Exception {
        add("staging").execute();
        String uuid = output.text().strip();

        show(uuid).execute();

        assertThat(output.lines())
                .containsExactly(
                        "Model\tstaging",
                        "UUID\t" + uuid,
                        "Owner\tadmin",
                        "Type\tiaas",
                        "Agent version\t4.0-beta5",
                        "Cloud\tlab",
                        "Cloud type\tmanual",
                        "Region\tnorth",
                        "Constraints\t",
                        "Contents\tusers\t1",
                        "Users\tadmin\tadmin");
    }

    @Test
    public void modelIsAddedAsTold() throws Exception {
        ModelAddCommand add = add("k8s");
        add.type = "caas";
        add.cloudType = "lxd";
        add.cloud = "micro";
        add.region = "here";
        add.owner = "alice";
        add.config = List.of("default-space=internal", "resource-tags=a=1 b=2", "juju-no-proxy=a=b");
        add.execute();
        String uuid = output.text().strip();

        ModelInfo info = rule.read(tx -> models.model(tx, uuid)).orElseThrow();
        Map<String, Object> config = rule.read(tx -> models.config(tx, uuid));
        assertThat(info.owner()).isEqualTo("alice");
        assertThat(info.type()).isEqualTo("caas");
        assertThat(rule.<CloudSpec>read(tx -> clouds.cloud(tx, uuid)))
                .isEqualTo(new CloudSpec("micro", "lxd", "here", ""));
        assertThat(config)
                .containsEntry("default-space", "internal")
                .containsEntry("resource-tags", Map.of("a", "1", "b", "2"))
                .containsEntry("juju-no-proxy", "a=b");
    }

    @Test
    public void ownerHasOneModelOfAName() throws Exception {
        refused(add("prod"), "User admin has a model \"prod\" already, " + PROD + "; choose another name.");
        ModelAddCommand ofAlice = add("prod");
        ofAlice.owner = "alice";

        ofAlice.execute();

        assertThat(rule.<List<ModelInfo>>read(tx -> models.models(tx)))
                .extracting(ModelInfo::name)
                .contains("prod");
    }

    @Test
    public void whatCannotBeAddedIsNamed() {
        refused(
                add("Prod"),
                "Model name \"Prod\" is not valid; expected small letters, digits and hyphens, such as prod");
        ModelAddCommand owner = add("x");
        owner.owner = "bob";
        refused(owner, "There is no user \"bob\" who can log in.");
        ModelAddCommand type = add("x");
        type.type = "paas";
        refused(type, "--type must be iaas or caas, not \"paas\"");
        ModelAddCommand cloud = add("x");
        cloud.cloudType = "fog";
        assertThatThrownBy(cloud::execute)
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Nobody here knows clouds of type \"fog\"; known are ")
                .hasMessageContaining("maas");
        ModelAddCommand value = add("x");
        value.config = List.of("num-provision-workers=many");
        refused(value, "model config num-provision-workers: expected int, got string(\"many\")");
        ModelAddCommand identity = add("x");
        identity.config = List.of("uuid=" + PROD);
        assertThatThrownBy(identity::execute).hasMessageStartingWith("model config uuid: expected ");
        ModelAddCommand twice = add("x");
        twice.config = List.of("a=1", "a=2");
        refused(twice, "Key \"a\" is there twice; give it once.");
        assertThat(rule.<List<ModelInfo>>read(tx -> models.models(tx))).hasSize(2);
    }

    // ------------------------------------------------------------------ remove

    @Test
    public void modelWithMachinesIsRemovedByForceOnlyAndWatchersHearOfIt() throws Exception {
        addMachines();
        refused(
                remove("prod", false),
                "Model \"prod\" still has 1 containers, 2 machines; remove them first, or give --force to remove them with"
                        + " it and leave their instances running.");
        long before = rule.read(tx -> tx.position(PROD));

        remove("prod", true).execute();

        assertThat(output.lines())
                .containsExactly(
                        "Removed model prod (" + PROD + "): 1 containers, 2 machines, 2 users",
                        "1 of its machines had an instance in the cloud; nothing in Facet will stop these any more.",
                        "Ended 1 connection to it.");
        assertThat(disconnected).containsExactly(7L);
        assertThat(rule.<Optional<ModelInfo>>read(tx -> models.model(tx, PROD))).isEmpty();
        assertThat(rule.<List<Machine>>read(tx -> machines.allMachines(tx, PROD)))
                .isEmpty();
        assertThat(rule.<Map<String, String>>read(tx -> access.modelUsers(tx, PROD)))
                .isEmpty();
        assertThat(rule.<Long>read(tx -> tx.position(PROD)))
                .as("a change for each machine, and for each key of its configuration")
                .isGreaterThan(before + 3);
    }

    @Test
    public void emptyModelGoesWithoutForceAndTheControllersNever() throws Exception {
        remove("prod", false).execute();
        assertThat(output.lines().get(0)).isEqualTo("Removed model prod (" + PROD + "): 2 users");

        refused(remove("controller", true), "Model \"controller\" is the controller's own and cannot be removed.");
    }

    // ------------------------------------------------------------------ config

    @Test
    public void configurationIsListedAndOneKeyShownAlone() throws Exception {
        config("prod", null).execute();
        assertThat(output.lines())
                .contains("default-space\tdefault\t", "name\tmodel\tprod", "num-provision-workers\tdefault\t16");

        config("prod", "num-provision-workers").execute();
        assertThat(output.text()).isEqualTo("16\n");

        ModelConfigCommand json = config("prod", "resource-tags");
        json.noFormat = false;
        json.json = true;
        json.execute();
        assertThat(output.text().strip()).isEqualTo("{ }");

        refused(config("prod", "nope"), "There is no key \"nope\" in the configuration of model prod.");
    }

    @Test
    public void configurationIsSetAndReset() throws Exception {
        configSet(
                        "prod",
                        List.of(),
                        "num-provision-workers=8",
                        "resource-tags=b=2 a=1",
                        "cloudinit-userdata=packages: [x]")
                .execute();
        assertThat(output.lines())
                .containsExactly(
                        "cloudinit-userdata\t\tpackages: [x]",
                        "num-provision-workers\t16\t8",
                        "resource-tags\t\ta=1 b=2");

        configSet("prod", List.of("num-provision-workers", "resource-tags"), "cloudinit-userdata=")
                .execute();
        assertThat(output.lines())
                .containsExactly(
                        "cloudinit-userdata\tpackages: [x]\t",
                        "num-provision-workers\t8\t16",
                        "resource-tags\ta=1 b=2\t");

        ModelConfigSetCommand same = configSet("prod", List.of(), "num-provision-workers=16");
        same.noFormat = false;
        same.execute();
        assertThat(output.text()).contains("Nothing changed");
    }

    @Test
    public void keyThatIsNotKnownIsKeptAndPointedOut() throws Exception {
        ModelConfigSetCommand set = configSet("prod", List.of(), "defualt-space=dmz");
        set.noFormat = false;
        set.execute();

        assertThat(output.text())
                .contains("Key \"defualt-space\" is not a known one; should it be misspelt, take it back with --reset"
                        + " defualt-space.");
        configSet("prod", List.of("defualt-space")).execute();
        assertThat(output.lines()).containsExactly("defualt-space\tdmz\t");
    }

    @Test
    public void whatCannotBeSetIsNamedAndNothingChanges() {
        refused(configSet("prod", List.of()), "Nothing to change; give KEY=VALUE, or --reset KEY.");
        refused(
                configSet("prod", List.of(), "default-space"),
                "\"default-space\" is not KEY=VALUE, such as default-space=internal");
        refused(
                configSet("prod", List.of("default-space"), "default-space=x"),
                "Key \"default-space\" is there twice; give it once.");
        refused(
                configSet("prod", List.of(), "default-space=x", "firewall-mode=none"),
                "model config firewall-mode: cannot be changed from \"instance\" to \"none\"");
        refused(configSet("prod", List.of("uuid")), "model config uuid: cannot be removed");
        refused(configSet("prod", List.of("nope")), "There is no key \"nope\" to reset.");
        refused(
                configSet("prod", List.of(), "num-provision-workers=101"),
                "model config num-provision-workers: 101 not valid, expected 0 to 100");
        assertThat(rule.<Map<String, Object>>read(tx -> models.config(tx, PROD)))
                .containsEntry("default-space", "");
    }

    // ------------------------------------------------------------------ constraints

    @Test
    public void constraintsAreReplacedAndCleared() throws Exception {
        constraintsSet(false, "mem=8G", "zones=a,b").execute();
        assertThat(output.lines()).containsExactly("mem\t8192", "zones\t[a, b]");
        constraintsSet(false, "cores=2").execute();
        output.text();

        constraints().execute();
        assertThat(output.lines()).containsExactly("cores\t2");

        constraintsSet(true).execute();
        ModelConstraintsCommand none = constraints();
        none.noFormat = false;
        none.execute();
        assertThat(output.text()).contains("No constraints");
    }

    @Test
    public void constraintsThatAreNoneAreRefused() {
        refused(constraintsSet(false), "Give either constraints, such as mem=8G, or --clear before the model.");
        refused(
                constraintsSet(true, "mem=1G"),
                "Give either constraints, such as mem=8G, or --clear before the model.");
        refused(
                constraintsSet(false, "mem=lots"),
                "bad \"mem\" constraint: must be a non-negative float with optional M/G/T/P suffix");
    }

    // ------------------------------------------------------------------ export

    @Test
    public void descriptionGoesToTheScreenOrToAFileOfItsOwner() throws Exception {
        export(null).execute();
        assertThat(output.text()).isEqualTo("model " + PROD + "\n");
        Path file = folder.getRoot().toPath().resolve("prod.yaml");

        export(file.toString()).execute();

        assertThat(output.text())
                .isEqualTo("Exported model prod (" + PROD + ") to " + file + ": 2 machines, 1 units\n");
        assertThat(Files.readString(file)).isEqualTo("model " + PROD + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    public void exportThatFailsLeavesTheFileAsItWas() throws Exception {
        Path file = folder.getRoot().toPath().resolve("prod.yaml");
        Files.writeString(file, "before");
        ModelExportCommand export = export(file.toString());
        export.exporter = (uuid, out, progress) -> {
            throw new FacetException(ErrorCode.STOPPED, "the export was stopped before its end");
        };

        refused(export, "the export was stopped before its end");

        assertThat(Files.readString(file)).isEqualTo("before");
        assertThat(folder.getRoot().list()).containsExactly("prod.yaml");
        refused(
                export(folder.getRoot() + "/missing/prod.yaml"),
                "Cannot write " + folder.getRoot() + "/missing/prod.yaml: NoSuchFileException");
    }

    // ------------------------------------------------------------------ completion

    @Test
    public void tabKeyOffersKeysTypesAndConstraints() throws Exception {
        configSet("prod", List.of(), "maas-zone=a").execute();

        assertThat(CompletionCheck.modelConfigKeys(store, models, "prod"))
                .contains("default-space", "storage-default-block-source", "maas-zone");
        assertThat(CompletionCheck.modelConfigKeys(store, models, "nope"))
                .contains("default-space")
                .doesNotContain("maas-zone");
        assertThat(CompletionCheck.modelConfigKeys(null, models, "prod")).isEmpty();
        assertThat(CompletionCheck.modelAssignments(models)).contains("default-space=");
        assertThat(CompletionCheck.constraints()).contains("mem=", "allocate-public-ip=");
        assertThat(CompletionCheck.cloudTypes(clouds)).contains("maas", "manual");
        assertThat(CompletionCheck.modelTypes()).containsExactlyInAnyOrder("iaas", "caas");
    }

    // ------------------------------------------------------------------ helpers

    private void addMachines() {
        rule.write(PROD, tx -> {
            NewMachine machine = new NewMachine(
                    Optional.empty(), "", Base.parse("ubuntu@24.04"), Constraints.NONE, "", List.of("JobHostUnits"));
            MachineId first = machines.add(tx, PROD, machine);
            machines.add(tx, PROD, machine);
            machines.add(
                    tx,
                    PROD,
                    new NewMachine(Optional.of(first), "lxd", machine.base(), Constraints.NONE, "", machine.jobs()));
            machines.setInstance(
                    tx, PROD, first, "nonce", new Instance("i-0", "", HardwareCharacteristics.UNKNOWN, List.of()));
            return null;
        });
    }

    private ModelShowCommand show(String model) {
        ModelShowCommand command = new ModelShowCommand();
        command.noFormat = true;
        command.model = model;
        command.store = store;
        command.models = models;
        command.access = access;
        command.clouds = clouds;
        return command;
    }

    private ModelAddCommand add(String name) {
        ModelAddCommand command = new ModelAddCommand();
        command.name = name;
        command.store = store;
        command.models = models;
        command.access = access;
        command.clouds = clouds;
        command.controller = controller;
        return command;
    }

    private ModelRemoveCommand remove(String model, boolean force) {
        ModelRemoveCommand command = new ModelRemoveCommand();
        command.model = model;
        command.force = force;
        command.store = store;
        command.models = models;
        command.machines = machines;
        command.controller = controller;
        command.server = (ApiServer) Proxy.newProxyInstance(
                ApiServer.class.getClassLoader(), new Class<?>[] {ApiServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("connections")) {
                        return List.of(connection(7, PROD), connection(8, OWN));
                    }
                    return disconnected.add((Long) arguments[0]);
                });
        return command;
    }

    private static ConnectionStatus connection(long id, String model) {
        return new ConnectionStatus(id, "", "", model, Instant.EPOCH, 0, 0, 0, 0, 0, false);
    }

    private ModelConfigCommand config(String model, String key) {
        ModelConfigCommand command = new ModelConfigCommand();
        command.noFormat = true;
        command.model = model;
        command.key = key;
        command.store = store;
        command.models = models;
        return command;
    }

    private ModelConfigSetCommand configSet(String model, List<String> reset, String... settings) {
        ModelConfigSetCommand command = new ModelConfigSetCommand();
        command.noFormat = true;
        command.model = model;
        command.reset = reset;
        command.settings = List.of(settings);
        command.store = store;
        command.models = models;
        return command;
    }

    private ModelConstraintsCommand constraints() {
        ModelConstraintsCommand command = new ModelConstraintsCommand();
        command.noFormat = true;
        command.model = "prod";
        command.store = store;
        command.models = models;
        return command;
    }

    private ModelConstraintsSetCommand constraintsSet(boolean clear, String... constraints) {
        ModelConstraintsSetCommand command = new ModelConstraintsSetCommand();
        command.noFormat = true;
        command.model = "prod";
        command.clear = clear;
        command.constraints = List.of(constraints);
        command.store = store;
        command.models = models;
        return command;
    }

    private ModelExportCommand export(String file) {
        ModelExporter exporter = (uuid, out, progress) -> {
            try {
                out.write(("model " + uuid + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, Integer> counts = new LinkedHashMap<>();
            counts.put("machines", 2);
            counts.put("units", 1);
            return new ExportReport(uuid, "prod", counts);
        };
        ModelExportCommand command = new ModelExportCommand();
        command.model = "prod";
        command.output = file;
        command.store = store;
        command.models = models;
        command.exporter = exporter;
        command.session = Output.session();
        return command;
    }

    private static void refused(Action command, String message) {
        assertThatThrownBy(command::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (answers.containsKey(method.getName())) {
                return answers.get(method.getName());
            }
            throw new AssertionError("unexpected call of " + method);
        }));
    }
}
