// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facet.application.api.Application;
import io.facet.application.api.LxdProfile;
import io.facet.application.api.Unit;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.network.api.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads applications and their units ({@code model-description.md} section 6). */
final class ApplicationReader {
    private static final Pattern CHARM_URL = Pattern.compile("[a-z]+:.+-([0-9]{1,9})");
    private static final Pattern UNIT_NAME = Pattern.compile("(.+)/(0|[1-9][0-9]{0,8})");
    /** Only trees are read, whose classes are Jackson's own, so the mapper pins nothing of this bundle. */
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Ledger ledger;
    private final String modelType;
    private final SpaceNames spaces;
    private final List<Located<Application>> applications = new ArrayList<>();
    private final List<Located<Unit>> units = new ArrayList<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Map<String, Located<List<String>>> subordinates = new LinkedHashMap<>();

    ApplicationReader(Ledger ledger, String modelType, SpaceNames spaces) {
        this.ledger = ledger;
        this.modelType = modelType;
        this.spaces = spaces;
    }

    Description.Applications read(Fields model) {
        Fields section = model.map("applications");
        int version = section.version(11, 14);
        section.items("applications", "application", "name")
                .forEach(item -> application(item.as("application", version), version));
        return new Description.Applications(applications, units, hashes);
    }

    /** The subordinates that each principal unit lists. */
    Map<String, Located<List<String>>> subordinates() {
        return subordinates;
    }

    private void application(Fields fields, int version) {
        String name = fields.text("name");
        if (!isValid("application-" + name)) {
            throw fields.invalid("name", "application name \"" + name + "\" not valid");
        }
        String type = fields.text("type");
        if (!type.equals(modelType)) {
            throw fields.invalid("type", "\"" + type + "\" not valid in a model of type \"" + modelType + "\"");
        }
        String charmUrl = fields.text("charm-url");
        fields.text("cs-channel");
        fields.integer("charm-mod-version");
        Blocks.status(fields, "status");
        fields.map("settings");
        fields.map("leadership-settings");
        fields.map("resources");
        boolean subordinate = fields.flag("subordinate", false);
        Fields origin = fields.structure("charm-origin", 1, 2);
        // Before version 13 the charm was described elsewhere, and its LXD profile was not exported.
        Optional<LxdProfile> profile = version < 13 ? Optional.empty() : profile(fields);
        applications.add(new Located<>(
                new Application(
                        name,
                        charmUrl,
                        revision(fields, charmUrl, origin),
                        subordinate,
                        Blocks.constraints(fields),
                        bindings(fields, name),
                        profile),
                fields.where()));
        int before = units.size();
        Fields section = fields.map("units");
        int unitVersion = section.version(1, 3);
        section.items("units", "unit", "name").forEach(item -> unit(item.as("unit", unitVersion), name, subordinate));
        leader(fields, units.subList(before, units.size()));
        fields.leaveOut(
                ledger,
                "applications: ",
                "status-history",
                "settings",
                "leadership-settings",
                "resources",
                "exposed-endpoints",
                "annotations",
                "application-config",
                "offers",
                "opened-port-ranges",
                "storage-constraints",
                "storage-directives",
                "charm-actions",
                "charm-configs");
    }

    private static boolean isValid(String tag) {
        try {
            Tag.parse(tag);
            return true;
        } catch (FacetException e) {
            return false;
        }
    }

    private static int revision(Fields fields, String charmUrl, Fields origin) {
        Matcher url = CHARM_URL.matcher(charmUrl);
        if (url.matches()) {
            return Integer.parseInt(url.group(1));
        }
        long revision = origin.integer("revision", 0);
        if (revision < 0 || revision > Integer.MAX_VALUE) {
            throw fields.invalid(
                    "charm-url", "\"" + charmUrl + "\" names no revision, and charm-origin does not either");
        }
        return (int) revision;
    }

    private Map<String, String> bindings(Fields fields, String application) {
        Map<String, String> bindings = new LinkedHashMap<>();
        fields.textMap("endpoint-bindings", Map.of())
                .forEach((endpoint, space) -> bindings.put(
                        endpoint,
                        spaces.find(space)
                                .orElseThrow(
                                        () -> fields.notValid("application \"" + application + "\" binds endpoint \""
                                                + endpoint + "\" to unknown space \"" + space + "\""))));
        bindings.putIfAbsent("", Space.ALPHA_ID);
        return bindings;
    }

    private static Optional<LxdProfile> profile(Fields fields) {
        fields.structure("charm-manifest", 1, 1);
        Fields metadata = fields.structure("charm-metadata", 1, 1);
        metadata.text("name");
        Optional<String> text = metadata.knownText("lxd-profile");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json;
        try {
            json = JSON.readTree(text.get());
        } catch (JsonProcessingException e) {
            throw metadata.invalid("lxd-profile", "expected a JSON text: " + e.getOriginalMessage());
        }
        Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        json.path("devices")
                .properties()
                .forEach(device -> devices.put(
                        device.getKey(), jsonTexts(metadata, device.getValue(), "devices." + device.getKey())));
        LxdProfile profile = new LxdProfile(
                jsonTexts(metadata, json.path("config"), "config"),
                json.path("description").asText(""),
                devices);
        return Optional.of(profile).filter(p -> !p.isEmpty());
    }

    private static Map<String, String> jsonTexts(Fields metadata, JsonNode json, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getValue().isTextual()) {
                throw metadata.invalid(
                        "lxd-profile", path + "." + entry.getKey() + ": expected string, got " + entry.getValue());
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    private void unit(Fields fields, String application, boolean subordinate) {
        String name = fields.text("name");
        Matcher shape = UNIT_NAME.matcher(name);
        if (!shape.matches() || !shape.group(1).equals(application)) {
            throw fields.notValid("unit \"" + name + "\" of application \"" + application + "\" not valid");
        }
        String machine = fields.text("machine");
        Blocks.status(fields, "agent-status");
        Blocks.status(fields, "workload-status");
        fields.map("agent-status-history");
        fields.map("workload-status-history");
        fields.map("workload-version-history");
        fields.map("resources");
        fields.map("payloads");
        String hash = fields.text("password-hash");
        if (!hash.isEmpty()) {
            hashes.put(tag(name), hash);
        }
        if (fields.has("tools")) {
            Blocks.tools(fields);
        } else if (modelType.equals("iaas")) {
            throw fields.notValid("unit \"" + name + "\" missing tools not valid");
        }
        Optional<String> principal = fields.knownText("principal");
        if (subordinate != principal.isPresent()) {
            throw fields.notValid(
                    subordinate
                            ? "unit \"" + name + "\" of a subordinate application names no principal"
                            : "unit \"" + name + "\" names a principal, but its application is not subordinate");
        }
        fields.optionalTexts("subordinates")
                .ifPresent(names -> subordinates.put(name, new Located<>(names, fields.where())));
        units.add(new Located<>(new Unit(name, application, machine(fields, machine), principal), fields.where()));
        fields.leaveOut(
                ledger,
                "units: ",
                "agent-status-history",
                "workload-status-history",
                "workload-version-history",
                "resources",
                "payloads",
                "annotations",
                "constraints",
                "charm-state",
                "relation-state",
                "uniter-state",
                "storage-state");
    }

    private static Optional<MachineId> machine(Fields fields, String id) {
        if (!id.isEmpty() && !MachineId.isValid(id)) {
            throw fields.invalid("machine", "machine id \"" + id + "\" not valid");
        }
        return Optional.of(id).filter(text -> !text.isEmpty()).map(MachineId::new);
    }

    /** The tag of a unit. */
    static String tag(String unit) {
        return new Tag(Tag.Kind.UNIT, unit).toString();
    }

    private static void leader(Fields fields, List<Located<Unit>> units) {
        fields.knownText("leader").ifPresent(leader -> {
            if (units.stream().noneMatch(unit -> unit.value().name().equals(leader))) {
                throw fields.notValid("missing unit for leader \"" + leader + "\" not valid");
            }
        });
    }
}
