// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.core.StatusInfo;
import io.facet.importer.api.ExportReport;
import io.facet.importer.api.ImportOptions;
import io.facet.importer.api.ImportProgress;
import io.facet.importer.api.ImportReport;
import io.facet.machine.api.Instance;
import io.facet.machine.api.MachineService;
import io.facet.machine.api.NewMachine;
import io.facet.machine.api.StatusKind;
import io.facet.model.api.ModelService;
import io.facet.network.api.LinkLayerDevice;
import io.facet.store.api.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;

/** The way out of Facet and back: nothing is lost on it, and nothing changes. */
public class ModelExporterTest {
    private static final Path WEBSHOP =
            Path.of("..", "..", "karaf-assembly", "src", "main", "resources", "examples", "model-webshop.yaml");
    private static final Path CONTRACT =
            Path.of("..", "..", "..", "shared", "contract", "examples", "model-small.yaml");
    private static final String ELSEWHERE = "00000000-1111-4000-8000-00000000000e";
    private static final MachineId ZERO = new MachineId("0");

    @Rule
    public final ImporterRule facet = new ImporterRule();

    @Rule
    public final ImporterRule other = new ImporterRule();

    @Test
    public void modelOfTheTestsComesBackAsItWas() {
        comesBack(Document.base().stream());
    }

    @Test
    public void bundledModelComesBackAsItWas() throws IOException {
        try (InputStream in = Files.newInputStream(WEBSHOP)) {
            comesBack(in);
        }
    }

    @Test
    public void exampleOfTheContractComesBackAsItWas() throws IOException {
        assumeTrue(Files.exists(CONTRACT));
        try (InputStream in = Files.newInputStream(CONTRACT)) {
            comesBack(in);
        }
    }

    @Test
    public void modelOfSeveralPagesComesBackAsItWas() {
        comesBack(LargeModel.stream(1200));
    }

    @Test
    public void modelWithNumberedSpacesAsInOlderVersionsComesBackAsItWas() {
        String numbered = Document.base().toString().replace("2f4b1a6e-0c55-4b7e-9d0a-51f6c1a7b8c2", "\"1\"");
        comesBack(Document.stream(numbered));
    }

    /** What was done to a model since it came, and what the format has no slot for, is kept as well. */
    @Test
    public void changedModelComesBackAsItIs() {
        String uuid = load(facet, Document.base().stream()).modelUuid();
        MachineService machines = facet.services().machines();
        ModelService models = facet.services().models();
        write(uuid, tx -> {
            NewMachine pending = new NewMachine(
                    Optional.empty(),
                    "",
                    Base.parse("ubuntu@24.04"),
                    ConstraintsText.parse("mem=8G cores= tags= zones=a,b arch= allocate-public-ip=false"),
                    "zone=n",
                    List.of("JobHostUnits"));
            MachineId failed = machines.add(tx, uuid, pending);
            machines.setStatus(
                    tx,
                    uuid,
                    StatusKind.INSTANCE,
                    failed,
                    new StatusInfo("provisioning error", "no: quota\n# left\t", oddData(), Instant.now()));
            machines.setStatus(
                    tx, uuid, StatusKind.MODIFICATION, failed, new StatusInfo("error", "~", Map.of(), Instant.EPOCH));
            MachineId dead = machines.add(tx, uuid, pending);
            HardwareCharacteristics unknown = HardwareCharacteristics.UNKNOWN;
            machines.setInstance(tx, uuid, dead, "nonce", new Instance("0x1", "", unknown, List.of()));
            machines.setLife(tx, uuid, dead, Life.DEAD);
            machines.setKeepInstance(tx, uuid, dead, true);
            machines.setSupportedContainers(tx, uuid, ZERO, List.of());
            models.setConstraints(
                    tx, uuid, Constraints.of(Map.of(Constraints.Key.INSTANCE_ROLE, "auto", Constraints.Key.MEM, -1L)));
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("cloudinit-userdata", "packages:\n  - chrony\n\n  # blank line above\n");
            config.put("resource-tags", Map.of("0", "yes", "a b", "c\\d", "null", ""));
            config.put("provider.key", " 0x1f ");
            config.put("1.5", "-");
            models.updateConfig(tx, uuid, config, List.of("default-base"));
        });

        comesBack(facet, uuid);
    }

    private static Map<String, Object> oddData() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("big", BigInteger.ONE.shiftLeft(63));
        data.put("whole", 3);
        data.put("broken", new BigDecimal("0.25"));
        data.put("nothing", null);
        data.put("no", false);
        data.put("12:30:45", List.of("12:30:45", "1e3", "0o7", "2024-10-05", "=", "<<", "é\u0085\u2028💩", "'", "\""));
        data.put("map", Map.of("", " trailing ", "key: with # signs", "@`%&*!|>"));
        return data;
    }

    @Test
    public void reportAndProgressSayWhatWasWritten() {
        ImportReport imported = load(facet, Document.base().stream());
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        ExportReport report = facet.exporter()
                .exportModel(imported.modelUuid(), OutputStream.nullOutputStream(), (now, total) -> {
                    done.add(now);
                    totals.add(total);
                });

        Map<String, Integer> there = new LinkedHashMap<>(imported.imported());
        there.values().removeIf(count -> count == 0);
        assertThat(report.exported()).containsExactlyInAnyOrderEntriesOf(there);
        assertThat(report.modelName()).isEqualTo(imported.modelName());
        long all = there.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(totals.get(totals.size() - 1)).isEqualTo(all);
        assertThat(done).isSorted().endsWith(all);
        Map<String, Long> counted = facet.read(tx -> facet.services().models().counts(tx, imported.modelUuid()));
        assertThat(counted.keySet()).isEqualTo(there.keySet());
        counted.forEach((kind, count) ->
                assertThat(count).as(kind).isEqualTo(there.get(kind).longValue()));
    }

    @Test
    public void sequencesAreAboveAllThatIsInUse() {
        String uuid = load(facet, Document.base().stream()).modelUuid();

        String text = export(facet, uuid);

        DescriptionReader reader = new DescriptionReader(
                new YamlReader(Document.LIMITS, Sections.SKIMMED).read(Document.stream(text)), new Ledger());
        assertThat(reader.unknownKeys()).isEmpty();
        Description description = reader.read();
        assertThat(description.machineSequences()).containsKey("machine");
        description.applications().applications().forEach(application -> assertThat(text)
                .contains("\n  application-" + application.value().name() + ": "));
    }

    /** A parent that no agent reported would make every reader refuse the whole description. */
    @Test
    public void parentOfADeviceThatIsNotThereIsLeftOut() {
        String uuid = load(facet, LargeModel.stream(1)).modelUuid();
        write(uuid, tx -> facet.services()
                .networks()
                .importDevices(
                        tx,
                        uuid,
                        List.of(new LinkLayerDevice(
                                ZERO, "eth0.7", "802.1q", 1500, "", "eth7", true, true, "openvswitch", ""))));

        load(other, Document.stream(export(facet, uuid)));

        assertThat(other.content(uuid).get("link_layer_device"))
                .anyMatch(row -> row.contains("name=eth0.7;") && row.contains("parent_name=;"));
    }

    @Test
    public void unknownModelIsRefused() {
        assertThatThrownBy(() -> export(facet, ELSEWHERE))
                .isInstanceOfSatisfying(FacetException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining(ELSEWHERE);
    }

    @Test
    public void streamThatFailsIsReportedAndLeavesNoFile() throws IOException {
        String uuid = load(facet, Document.base().stream()).modelUuid();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> facet.exporter().exportModel(uuid, full, (done, total) -> {}))
                .isInstanceOf(FacetException.class)
                .hasMessage("cannot write the description: No space left on device");
        assertThat(spools()).isEmpty();
    }

    @Test
    public void exportEndsWhenItsCallerDoesNotWait() throws IOException {
        String uuid = load(facet, Document.base().stream()).modelUuid();
        ModelServices real = facet.services();
        Thread caller = Thread.currentThread();
        ModelServices interrupting = new ModelServices(
                ImporterRule.proxy(ModelService.class, (method, args) -> {
                    if (method.getName().equals("counts")) {
                        caller.interrupt();
                    }
                    return method.invoke(real.models(), args);
                }),
                real.machines(),
                real.applications(),
                real.networks(),
                real.storage(),
                real.images(),
                real.keys(),
                real.access(),
                real.clouds());

        assertThatThrownBy(() -> facet.exporter(interrupting)
                        .exportModel(uuid, OutputStream.nullOutputStream(), (done, total) -> {}))
                .hasMessage("the export was stopped before its end");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(export(facet, uuid)).contains(uuid);
    }

    @Test
    public void stoppedExporterExportsNothing() {
        String uuid = load(facet, Document.base().stream()).modelUuid();
        ModelExporterImpl exporter = facet.exporter();
        exporter.deactivate();

        assertThatThrownBy(() -> exporter.exportModel(uuid, OutputStream.nullOutputStream(), (done, total) -> {}))
                .hasMessage("the export was stopped before its end");
    }

    private static List<Path> spools() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("facet-export-"))
                    .toList();
        }
    }

    private void comesBack(InputStream description) {
        comesBack(facet, load(facet, description).modelUuid());
    }

    private void comesBack(ImporterRule from, String uuid) {
        String first = export(from, uuid);
        Map<String, List<String>> content = from.content(uuid);

        ImportReport report = load(other, Document.stream(first));
        assertThat(report.unknownKeys()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(other.content(uuid)).isEqualTo(content);
        assertThat(export(other, uuid)).as("exported again").isEqualTo(first);

        other.importer().importModel(Document.stream(first), ImportOptions.REPLACE, ImportProgress.NONE);
        assertThat(other.content(uuid)).as("replaced").isEqualTo(content);

        String moved = first.replace(uuid, ELSEWHERE);
        load(from, Document.stream(moved));
        assertThat(export(from, ELSEWHERE)).as("under another UUID").isEqualTo(moved);
    }

    private static ImportReport load(ImporterRule rule, InputStream description) {
        return rule.importer().importModel(description, ImportOptions.DEFAULT, ImportProgress.NONE);
    }

    private static String export(ImporterRule rule, String uuid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rule.exporter().exportModel(uuid, out, (done, total) -> {});
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write(String uuid, Consumer<Transaction> body) {
        facet.store().write(uuid, tx -> {
            body.accept(tx);
            return null;
        });
    }
}
