// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.MachineId;
import io.facet.machine.api.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes applications and their units ({@code model-description.md} section 6). Facet knows of an application what concerns
 * its machines; of the rest it writes the least that the format takes. The agents of units are taken to run what the agent
 * of their machine runs.
 */
final class ApplicationWriter {
    private static final int APPLICATIONS = 13;
    private static final int UNITS = 3;
    private static final Base DEFAULT_BASE = Base.parse("ubuntu@22.04/stable");
    private static final String DEFAULT_ARCH = "amd64";
    /** Scheme, perhaps architecture and series, and the name, of which a revision is no part. */
    private static final Pattern CHARM_URL = Pattern.compile("([a-z]+):(?:([^/]+)/)?(?:[^/]+/)*([^/]+?)(?:-[0-9]+)?");

    /** Only maps of texts are written, so the mapper pins nothing of this bundle. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final ExportSource source;
    private final YamlWriter yaml;
    private final BlockWriter blocks;
    private final SequenceTally sequences;
    private final ExportMeter meter;
    private final Map<String, List<Unit>> units = new HashMap<>();
    private final Map<String, List<String>> subordinates = new HashMap<>();

    ApplicationWriter(ExportSource source, YamlWriter yaml, SequenceTally sequences, ExportMeter meter) {
        this.source = source;
        this.yaml = yaml;
        this.blocks = new BlockWriter(yaml);
        this.sequences = sequences;
        this.meter = meter;
    }

    void write() {
        for (Unit unit : source.services().applications().allUnits(source.tx(), source.uuid())) {
            units.computeIfAbsent(unit.application(), name -> new ArrayList<>()).add(unit);
            unit.principal().ifPresent(principal -> subordinates
                    .computeIfAbsent(principal, name -> new ArrayList<>())
                    .add(unit.name()));
        }
        List<Application> applications = source.services().applications().allApplications(source.tx(), source.uuid());
        yaml.section(
                "applications",
                APPLICATIONS,
                () -> ExportSource.inPages(applications, page -> {
                    Map<MachineId, Machine> first = machines(page.stream()
                            .flatMap(application -> first(application).stream())
                            .toList());
                    page.forEach(application -> yaml.item(() -> application(application, base(application, first))));
                }));
    }

    private List<Unit> units(Application application) {
        return units.getOrDefault(application.name(), List.of());
    }

    private Optional<Unit> first(Application application) {
        return units(application).stream()
                .filter(unit -> unit.machine().isPresent())
                .findFirst();
    }

    private Map<MachineId, Machine> machines(List<Unit> some) {
        return source.services()
                .machines()
                .machines(
                        source.tx(),
                        source.uuid(),
                        some.stream()
                                .flatMap(unit -> unit.machine().stream())
                                .distinct()
                                .toList());
    }

    private Base base(Application application, Map<MachineId, Machine> machines) {
        return first(application)
                .flatMap(Unit::machine)
                .map(machines::get)
                .map(Machine::base)
                .orElse(DEFAULT_BASE);
    }

    private void application(Application application, Base base) {
        meter.wrote("applications");
        yaml.text("name", application.name());
        yaml.text("type", source.model().type());
        yaml.setFlag("subordinate", application.subordinate());
        yaml.text("charm-url", application.charmUrl());
        yaml.text("cs-channel", "");
        yaml.number("charm-mod-version", 0);
        blocks.status("status", "unknown");
        blocks.noHistory("status-history");
        yaml.textMap("endpoint-bindings", new TreeMap<>(application.endpointBindings()));
        yaml.textMap("settings", Map.of());
        yaml.textMap("leadership-settings", Map.of());
        yaml.section("units", UNITS, () -> ExportSource.inPages(units(application), this::units));
        yaml.section("resources", 1, () -> {});
        blocks.constraints(application.constraints());
        charm(application, base);
    }

    /** Origin, metadata and manifest of the charm, without which the reference takes no application. */
    private void charm(Application application, Base base) {
        Matcher url = CHARM_URL.matcher(application.charmUrl());
        boolean known = url.matches();
        String name = known ? url.group(3) : application.name();
        String arch = known && url.group(2) != null && !url.group(1).equals("local") ? url.group(2) : DEFAULT_ARCH;
        yaml.map("charm-origin", () -> {
            yaml.number("version", 2);
            yaml.text("source", known && url.group(1).equals("local") ? "local" : "charm-hub");
            yaml.text("id", "");
            yaml.text("hash", "");
            yaml.number("revision", application.charmRevision());
            yaml.text("channel", "");
            yaml.text("platform", arch + "/" + base.os() + "/" + base.track());
        });
        yaml.map("charm-metadata", () -> {
            yaml.number("version", 1);
            yaml.text("name", name);
            yaml.setFlag("subordinate", application.subordinate());
            application.lxdProfile().ifPresent(profile -> yaml.text("lxd-profile", json(profile)));
        });
        yaml.section(
                "charm-manifest",
                1,
                "bases",
                () -> yaml.item(() -> {
                    yaml.text("name", base.os());
                    yaml.text("channel", base.channel());
                    yaml.texts("architectures", List.of(arch));
                }));
        yaml.map("charm-actions", () -> {
            yaml.number("version", 1);
            yaml.textMap("actions", Map.of());
        });
        yaml.map("charm-configs", () -> {
            yaml.number("version", 1);
            yaml.textMap("configs", Map.of());
        });
    }

    private static String json(LxdProfile profile) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("config", profile.config());
        members.put("description", profile.description());
        members.put("devices", profile.devices());
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an LXD profile is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void units(List<Unit> page) {
        Map<MachineId, Machine> machines = machines(page);
        Map<String, String> tags =
                page.stream().collect(Collectors.toMap(Unit::name, unit -> ApplicationReader.tag(unit.name())));
        Map<String, String> hashes = source.services().access().agentHashes(source.tx(), source.uuid(), tags.values());
        page.forEach(unit -> yaml.item(
                () -> unit(unit, unit.machine().map(machines::get), hashes.getOrDefault(tags.get(unit.name()), ""))));
    }

    private void unit(Unit unit, Optional<Machine> machine, String hash) {
        meter.wrote("units");
        sequences.unit(unit.application(), unit.name());
        yaml.text("name", unit.name());
        yaml.text("machine", unit.machine().map(MachineId::value).orElse(""));
        blocks.status("agent-status", "idle");
        blocks.noHistory("agent-status-history");
        blocks.status("workload-status", "unknown");
        blocks.noHistory("workload-status-history");
        blocks.noHistory("workload-version-history");
        unit.principal().ifPresent(principal -> yaml.text("principal", principal));
        List<String> below = subordinates.getOrDefault(unit.name(), List.of());
        if (!below.isEmpty()) {
            yaml.texts("subordinates", below);
        }
        yaml.text("password-hash", hash);
        blocks.tools(machine.flatMap(Machine::agentVersion).orElseGet(() -> expected(machine)));
        yaml.section("resources", 1, () -> {});
        yaml.section("payloads", 1, () -> {});
    }

    /** What the agent of a machine that has not reported yet is going to run. */
    private AgentBinaryVersion expected(Optional<Machine> machine) {
        return new AgentBinaryVersion(
                source.model().agentVersion(),
                machine.map(Machine::base).orElse(DEFAULT_BASE).os(),
                machine.flatMap(Machine::instance)
                        .flatMap(instance -> instance.hardware().arch())
                        .orElse(DEFAULT_ARCH));
    }
}
