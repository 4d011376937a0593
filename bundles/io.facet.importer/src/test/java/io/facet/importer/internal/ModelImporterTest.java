// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.facet.application.api.Unit;
import io.facet.core.ConstraintsText;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.image.api.ImageFilter;
import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportProgress;
import io.facet.importer.api.ImportProgress.Phase;
import io.facet.importer.api.ImportReport;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Machine;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.StatusKind;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.TopologyRule;
import io.facet.store.api.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;

/** Imports into the real services on a real store. */
public class ModelImporterTest {
    private static final String UUID = Document.UUID;
    private static final Path WEBSHOP =
            Path.of("..", "..", "karaf-assembly", "src", "main", "resources", "examples", "model-webshop.yaml");

    @Rule
    public final ImporterRule facet = new ImporterRule();

    @Test
    public void theServicesHoldWhatTheDescriptionSays() {
        Description expected = Document.base().read(new Ledger());

        run(Document.base(), ImportOptions.DEFAULT);

        facet.read(tx -> {
            ModelServices services = facet.services();
            assertThat(services.models().model(tx, UUID)).contains(expected.model());
            assertThat(services.models().config(tx, UUID))
                    .containsEntry("name", "bakery")
                    .containsEntry("agent-version", "4.0-beta5")
                    .containsEntry("resource-tags", Map.of("team", "bakers"))
                    .containsEntry("net-bond-reconfigure-delay", 17L)
                    .containsEntry("image-stream", "released");
            assertThat(services.models().constraints(tx, UUID)).isEqualTo(ConstraintsText.parse("arch=amd64"));
            assertThat(services.clouds().cloud(tx, UUID)).isEqualTo(expected.cloud());
            assertThat(services.machines().allMachines(tx, UUID)).isEqualTo(machines(expected));
            assertThat(services.networks().allSpaces(tx, UUID))
                    .extracting(Space::name)
                    .containsExactly("alpha", "inner", "outer");
            assertThat(services.networks().allSubnets(tx, UUID))
                    .isEqualTo(values(expected.network().subnets()));
            assertThat(services.images().findMetadata(tx, UUID, new ImageFilter("", Set.of(), Set.of(), "", "", "")))
                    .containsOnlyKeys("default");
            assertThat(services.keys().initialAuthorisedKeysForContainer(tx, UUID))
                    .containsExactly("ssh-ed25519 AAAA1 admin@host", "ssh-ed25519 AAAA3 carol@host");
            assertThat(services.storage().pools(tx, UUID, List.of("fast"))).containsOnlyKeys("fast");
            assertThat(services.storage().volumes(tx, UUID, List.of("0", "1/1")).values())
                    .containsExactlyInAnyOrderElementsOf(
                            values(expected.storage().volumes()));
            assertThat(services.applications()
                            .applications(tx, UUID, List.of("shop", "spy"))
                            .values())
                    .containsExactlyInAnyOrderElementsOf(
                            values(expected.applications().applications()));
            return null;
        });
        assertThat(facet.rows(UUID))
                .contains(entry("agent_credential", 3L), entry("model_permission", 2L), entry("authorized_key", 2L));
    }

    @Test
    public void machinesComeWithTheirStatusesUnitsAndDevices() {
        Description expected = Document.base().read(new Ledger());
        List<MachineId> ids = machines(expected).stream().map(Machine::id).toList();

        run(Document.base(), ImportOptions.DEFAULT);

        facet.read(tx -> {
            MachineService machines = facet.services().machines();
            Map<MachineId, ImportedMachine> byId = expected.machines().machines().stream()
                    .map(Located::value)
                    .collect(Collectors.toMap(machine -> machine.machine().id(), machine -> machine));
            for (MachineId id : ids) {
                ImportedMachine machine = byId.get(id);
                assertSame(machines.statuses(tx, UUID, StatusKind.AGENT, ids).get(id), machine.agentStatus());
                assertSame(machines.statuses(tx, UUID, StatusKind.INSTANCE, ids).get(id), machine.instanceStatus());
                assertSame(
                        machines.statuses(tx, UUID, StatusKind.MODIFICATION, ids)
                                .get(id),
                        machine.modificationStatus());
            }
            MachineId container = new MachineId("0/lxd/0");
            assertThat(facet.services().applications().unitsOn(tx, UUID, ids).get(container))
                    .extracting(Unit::name)
                    .containsExactly("shop/0", "spy/0");
            assertThat(facet.services().networks().devices(tx, UUID, ids).get(container))
                    .containsExactly(expected.network().devices().get(2).value());
            assertThat(facet.services().networks().addresses(tx, UUID, ids).get(container))
                    .containsExactly(expected.network().addresses().get(1).value());
            assertThat(facet.services()
                            .storage()
                            .volumeAttachments(tx, UUID, ids)
                            .get(new MachineId("0")))
                    .containsExactly(expected.storage().attachments().get(0).value());
            return null;
        });
    }

    /** Data may come back with other number types. */
    private static void assertSame(StatusInfo actual, StatusInfo expected) {
        assertThat(actual.status()).isEqualTo(expected.status());
        assertThat(actual.info()).isEqualTo(expected.info());
        assertThat(actual.since()).isEqualTo(expected.since());
        assertThat(new TreeMap<>(actual.data())).hasToString(new TreeMap<>(expected.data()).toString());
    }

    @Test
    public void theReportTellsWhatCameInAndWhatDidNot() {
        ImportReport report = run(Document.base(), ImportOptions.DEFAULT);

        assertThat(report.modelUuid()).isEqualTo(UUID);
        assertThat(report.modelName()).isEqualTo("bakery");
        assertThat(report.replaced()).isFalse();
        assertThat(report.imported())
                .containsEntry("machines", 2)
                .containsEntry("containers", 1)
                .containsEntry("applications", 2)
                .containsEntry("units", 3)
                .containsEntry("spaces", 2)
                .containsEntry("volumes", 2)
                .containsEntry("cloud-image-metadata", 1)
                .containsEntry("authorized-keys", 2);
        assertThat(report.leftOut()).containsEntry("actions", 2).containsEntry("cloud-credential", 1);
        assertThat(report.unknownKeys()).containsExactly("house-rules");
    }

    @Test
    public void aModelThatExistsIsRefusedAndStaysAsItIs() {
        run(Document.base(), ImportOptions.DEFAULT);
        Map<String, Long> before = facet.rows(UUID);

        assertThatThrownBy(() -> run(renamed(), ImportOptions.DEFAULT))
                .isInstanceOf(FacetException.class)
                .hasMessage("model " + UUID + " already exists; to put this one in its place, import it with replace")
                .satisfies(e -> assertThat(((FacetException) e).code()).isEqualTo(ErrorCode.ALREADY_EXISTS));

        assertThat(names()).containsExactly("bakery");
        assertThat(facet.rows(UUID)).isEqualTo(before);
    }

    @Test
    public void aModelIsReplacedWhole() {
        run(Document.base(), ImportOptions.DEFAULT);
        Map<String, Long> before = facet.rows(UUID);

        ImportReport report = run(renamed(), ImportOptions.REPLACE);

        assertThat(report.replaced()).isTrue();
        assertThat(names()).containsExactly("cafe");
        assertThat(hidden()).isEmpty();
        assertThat(facet.rows(UUID)).isEqualTo(before);
        assertThat(facet.<Map<String, Object>>read(
                        tx -> facet.services().models().config(tx, UUID)))
                .containsEntry("uuid", UUID)
                .containsEntry("name", "cafe");
    }

    @Test
    public void replacingAModelThatIsNotThereImportsIt() {
        assertThat(run(Document.base(), ImportOptions.REPLACE).replaced()).isFalse();
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void theModelOfTheControllerIsNotReplaced() {
        Document document = Document.base().with("config.uuid", "uuid: " + ImporterRule.CONTROLLER_MODEL);
        run(document, ImportOptions.DEFAULT);

        assertThatThrownBy(() -> run(document, ImportOptions.REPLACE))
                .hasMessage("model " + ImporterRule.CONTROLLER_MODEL
                        + " already exists; it is the controller's own and cannot be replaced");
    }

    @Test
    public void aFailureInTheMiddleLeavesNothingBehind() {
        ModelServices broken = withNetworks(ImporterRule.failing(
                NetworkService.class,
                facet.services().networks(),
                "importAddresses",
                new IllegalStateException("the disk is full")));

        assertThatThrownBy(() -> facet.importer(broken)
                        .importModel(Document.base().stream(), ImportOptions.DEFAULT, ImportProgress.NONE))
                .hasRootCauseMessage("the disk is full");

        isEmpty();
        run(Document.base(), ImportOptions.DEFAULT);
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void aFailureOfTheFirstStepLeavesNothingBehind() {
        assertThatThrownBy(() -> run(
                        Document.base().with("config.int", "net-bond-reconfigure-delay: soon"), ImportOptions.DEFAULT))
                .isInstanceOf(FacetException.class)
                .hasMessageContaining("net-bond-reconfigure-delay");

        isEmpty();
    }

    @Test
    public void aFailureOfTheLastStepLeavesNothingBehind() {
        ModelServices broken = withModels(ImporterRule.failing(
                ModelService.class, facet.services().models(), "reveal", new IllegalStateException("power is off")));

        assertThatThrownBy(() -> facet.importer(broken)
                        .importModel(Document.base().stream(), ImportOptions.DEFAULT, ImportProgress.NONE))
                .hasRootCauseMessage("power is off");

        isEmpty();
    }

    @Test
    public void clearingUpWaitsForAServiceThatIsBeingExchanged() {
        AtomicInteger attempts = new AtomicInteger();
        ModelService real = facet.services().models();
        ModelService exchanged = ImporterRule.proxy(ModelService.class, (method, args) -> {
            if (method.getName().equals("reveal")) {
                throw new IllegalStateException("power is off");
            }
            if (method.getName().equals("remove") && attempts.incrementAndGet() == 1) {
                throw new FacetException(ErrorCode.TRY_AGAIN, "not running just now");
            }
            return method.invoke(real, args);
        });

        assertThatThrownBy(() -> facet.importer(withModels(exchanged))
                        .importModel(Document.base().stream(), ImportOptions.DEFAULT, ImportProgress.NONE))
                .hasRootCauseMessage("power is off");

        assertThat(attempts).hasValue(2);
        isEmpty();
    }

    @Test
    public void aLimitOutOfRangeIsRefusedWithItsName() {
        assertThatThrownBy(() -> new Limits(1 << 20, 0, 1 << 16, 100))
                .hasMessage("io.facet.importer: max.depth is 0, expected 8 to 500");
    }

    @Test
    public void aFailedReplacementLeavesTheOldModelAsItIs() {
        run(Document.base(), ImportOptions.DEFAULT);
        Map<String, Long> before = facet.rows(UUID);
        ModelServices broken = withNetworks(ImporterRule.failing(
                NetworkService.class,
                facet.services().networks(),
                "importDevices",
                new FacetException(ErrorCode.TRY_AGAIN, "queue is full")));

        assertThatThrownBy(() -> facet.importer(broken)
                        .importModel(renamed().stream(), ImportOptions.REPLACE, ImportProgress.NONE))
                .isInstanceOf(FacetException.class)
                .hasMessage("queue is full");

        assertThat(names()).containsExactly("bakery");
        assertThat(hidden()).isEmpty();
        assertThat(facet.rows(UUID)).isEqualTo(before);
    }

    @Test
    public void nothingIsVisibleBeforeTheEnd() {
        List<String> seen = new ArrayList<>();

        facet.importer().importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
            if (phase == Phase.WRITE) {
                seen.addAll(names());
            }
        });

        assertThat(seen).isEmpty();
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void ofTwoImportsOfOneModelTheFirstWins() {
        ModelImporterImpl importer = facet.importer();
        AtomicReference<Throwable> second = new AtomicReference<>();

        importer.importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
            if (phase == Phase.WRITE && second.get() == null) {
                second.set(failureOf(
                        () -> importer.importModel(renamed().stream(), ImportOptions.REPLACE, ImportProgress.NONE)));
            }
        });

        assertThat(second.get())
                .isInstanceOf(FacetException.class)
                .hasMessage("model " + UUID + " already exists: it is being imported by somebody else just now");
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void ofTwoImportsOnTwoControllersTheFirstWins() {
        AtomicReference<Throwable> second = new AtomicReference<>();

        facet.importer().importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
            if (phase == Phase.WRITE && done > 0 && second.get() == null) {
                second.set(failureOf(() -> run(renamed(), ImportOptions.DEFAULT)));
            }
        });

        assertThat(second.get())
                .isInstanceOf(FacetException.class)
                .hasMessage("model " + UUID + " already exists: it is being imported");
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void anImportGoesOnWithTheSuccessorsOfItsServices() {
        IllegalStateException gone = new IllegalStateException("gone");
        AtomicReference<ModelServices> present = new AtomicReference<>(withNetworks(
                ImporterRule.failing(NetworkService.class, facet.services().networks(), "importDevices", gone)));

        ImportReport report = facet.importer(present::get)
                .importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
                    if (phase == Phase.WRITE && done > 0) {
                        present.set(facet.services());
                    }
                });

        assertThat(report.modelUuid()).isEqualTo(UUID);
        assertThat(names()).containsExactly("bakery");
    }

    @Test
    public void anImportEndsCleanlyWhenTheImporterIsStopped() {
        ModelImporterImpl importer = facet.importer();
        AtomicReference<CompletableFuture<Void>> stopped = new AtomicReference<>();

        assertThatThrownBy(() ->
                        importer.importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
                            if (phase == Phase.WRITE && done > 0 && stopped.get() == null) {
                                stopped.set(CompletableFuture.runAsync(importer::deactivate));
                                await().until(() -> isStopped(importer));
                            }
                        }))
                .isInstanceOf(FacetException.class)
                .hasMessage("import of model " + UUID + " was stopped before its end; nothing was imported");

        stopped.get().join();
        isEmpty();
    }

    private static boolean isStopped(ModelImporterImpl importer) {
        Document another = Document.base()
                .with("config.uuid", "uuid: 3d1c7a52-8b0e-4a6f-9c55-7e2f4b9d1a11")
                .with("owner", "owner: eve");
        return failureOf(() -> importer.importModel(another.stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
                    if (phase == Phase.WRITE) {
                        throw new IllegalStateException("not stopped yet");
                    }
                }))
                .getMessage()
                .contains("was stopped");
    }

    @Test
    public void anImportEndsCleanlyWhenItsThreadIsInterrupted() {
        assertThatThrownBy(() -> facet.importer()
                        .importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
                            if (phase == Phase.WRITE && done > 0) {
                                Thread.currentThread().interrupt();
                            }
                        }))
                .hasMessageContaining("was stopped before its end");

        assertThat(Thread.interrupted()).isTrue();
        isEmpty();
    }

    @Test
    public void aListenerThatFailsEndsTheImport() {
        assertThatThrownBy(() -> facet.importer()
                        .importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {
                            if (phase == Phase.REVEAL) {
                                throw new IllegalStateException("the terminal is gone");
                            }
                        }))
                .hasMessage("the terminal is gone");

        isEmpty();
    }

    @Test
    public void aBrokenDescriptionTouchesNothing() {
        assertThatThrownBy(() -> run(Document.base().without("machines"), ImportOptions.DEFAULT))
                .hasMessageStartingWith("model v12 schema check failed: machines: expected map, got nothing");

        isEmpty();
    }

    @Test
    public void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> facet.importer()
                        .importModel(Path.of("no-such-model.yaml"), ImportOptions.DEFAULT, ImportProgress.NONE))
                .isInstanceOf(FacetException.class)
                .hasMessage("cannot read \"no-such-model.yaml\": no such file");
    }

    @Test
    public void theBundledModelIsImportedAndItsWaitingMachinesCanBeProvisioned() {
        ImportReport report = facet.importer().importModel(WEBSHOP, ImportOptions.DEFAULT, ImportProgress.NONE);

        String webshop = report.modelUuid();
        List<MachineId> waiting = facet.read(tx -> facet.services().machines().allMachines(tx, webshop).stream()
                .filter(machine ->
                        machine.life() == Life.ALIVE && machine.instance().isEmpty())
                .map(Machine::id)
                .toList());
        List<Outcome<ProvisioningInfo>> infos = facet.provisioning()
                .provisioningInfo(facet.store().store(), webshop, waiting, TopologyRule.ALL_SPACES)
                .toCompletableFuture()
                .join();
        assertThat(waiting).hasSizeGreaterThanOrEqualTo(12);
        assertThat(infos).hasSameSizeAs(waiting).allSatisfy(info -> assertThat(info)
                .isInstanceOf(Outcome.Success.class));
        assertThat(report.warnings()).isEmpty();
        assertThat(report.unknownKeys()).isEmpty();
    }

    @Test
    public void aLargeModelIsImportedInSmallStepsWithSteadyProgress() {
        List<Phase> phases = new ArrayList<>();
        List<Long> written = new ArrayList<>();
        AtomicReference<Long> total = new AtomicReference<>();

        ImportReport report = facet.importer()
                .importModel(LargeModel.stream(2000), ImportOptions.DEFAULT, (phase, done, all) -> {
                    if (phases.isEmpty() || phases.get(phases.size() - 1) != phase) {
                        phases.add(phase);
                    }
                    if (phase == Phase.WRITE) {
                        written.add(done);
                        total.set(all);
                    }
                });

        assertThat(report.imported()).containsEntry("machines", 2000).containsEntry("units", 2000);
        assertThat(phases).containsExactly(Phase.READ, Phase.CHECK, Phase.WRITE, Phase.REVEAL);
        assertThat(written).isSorted().hasSizeGreaterThan(6).first().isEqualTo(0L);
        assertThat(written).last().isEqualTo(total.get());
        assertThat(facet.<List<Machine>>read(tx -> facet.services().machines().allMachines(tx, LargeModel.UUID)))
                .hasSize(2000);
    }

    private ImportReport run(Document document, ImportOptions options) {
        return facet.importer().importModel(document.stream(), options, ImportProgress.NONE);
    }

    private static Document renamed() {
        return Document.base().with("config.name", "name: cafe");
    }

    private void isEmpty() {
        assertThat(names()).isEmpty();
        assertThat(hidden()).isEmpty();
        assertThat(facet.rows(UUID)).isEmpty();
    }

    private List<String> names() {
        return facet.read(tx -> facet.services().models().models(tx).stream()
                .map(ModelInfo::name)
                .toList());
    }

    private List<String> hidden() {
        return facet.read((Transaction tx) -> facet.services().models().hidden(tx));
    }

    private static List<Machine> machines(Description description) {
        return description.machines().machines().stream()
                .map(machine -> machine.value().machine())
                .sorted(Comparator.comparing(Machine::id))
                .toList();
    }

    private static <T> List<T> values(List<Located<T>> located) {
        return located.stream().map(Located::value).toList();
    }

    private static Throwable failureOf(Runnable runnable) {
        try {
            runnable.run();
            return new AssertionError("it did not fail");
        } catch (RuntimeException e) {
            return e;
        }
    }

    private ModelServices withNetworks(NetworkService networks) {
        ModelServices s = facet.services();
        return new ModelServices(
                s.models(),
                s.machines(),
                s.applications(),
                networks,
                s.storage(),
                s.images(),
                s.keys(),
                s.access(),
                s.clouds());
    }

    private ModelServices withModels(ModelService models) {
        ModelServices s = facet.services();
        return new ModelServices(
                models,
                s.machines(),
                s.applications(),
                s.networks(),
                s.storage(),
                s.images(),
                s.keys(),
                s.access(),
                s.clouds());
    }
}
