// SPDX-License-Identifier: Apache-2.0
package io.facet.client.provisioner;

import com.fasterxml.jackson.databind.JsonNode;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.HardwareCharacteristics;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The values of the domain as they look on the wire. */
final class WireValues {
    private WireValues() {}

    static Status status(JsonNode result) {
        Map<String, Object> data = new LinkedHashMap<>();
        result.path("data").properties().forEach(entry -> data.put(entry.getKey(), plain(entry.getValue())));
        return new Status(result.path("status").asText(), result.path("info").asText(), data);
    }

    static ProvisioningInfo provisioningInfo(JsonNode result) {
        List<String> images = new ArrayList<>();
        result.path("image-metadata")
                .forEach(image -> images.add(image.path("image-id").asText()));
        return new ProvisioningInfo(
                constraints(result.path("constraints")),
                new Base(
                        result.path("base").path("name").asText(),
                        result.path("base").path("channel").asText()),
                result.path("placement").asText(),
                texts(result.path("jobs")),
                textMap(result.path("tags")),
                textMap(result.path("endpoint-bindings")),
                listMap(result.path("subnet-zones")),
                listMap(result.path("space-subnets")),
                images);
    }

    static Constraints constraints(JsonNode object) {
        Map<Constraints.Key, Object> values = new EnumMap<>(Constraints.Key.class);
        object.properties().forEach(entry -> Constraints.Key.of(entry.getKey())
                .ifPresent(key -> values.put(key, constraint(key, entry.getValue()))));
        return Constraints.of(values);
    }

    private static Object constraint(Constraints.Key key, JsonNode value) {
        return switch (key.type()) {
            case TEXT -> value.asText();
            case NUMBER, SIZE -> value.bigIntegerValue().longValue();
            case FLAG -> value.asBoolean();
            case LIST -> texts(value);
        };
    }

    /** The keys that are known; the others are left out, as {@code schema/Provisioner-v11.json} has them all optional. */
    static Map<String, Object> hardware(HardwareCharacteristics hardware) {
        Map<String, Object> values = new LinkedHashMap<>();
        hardware.arch().ifPresent(value -> values.put("arch", value));
        number(values, "mem", hardware.mem());
        number(values, "root-disk", hardware.rootDisk());
        hardware.rootDiskSource().ifPresent(value -> values.put("root-disk-source", value));
        number(values, "cpu-cores", hardware.cpuCores());
        number(values, "cpu-power", hardware.cpuPower());
        if (!hardware.tags().isEmpty()) {
            values.put("tags", hardware.tags());
        }
        hardware.availabilityZone().ifPresent(value -> values.put("availability-zone", value));
        hardware.virtType().ifPresent(value -> values.put("virt-type", value));
        return values;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void number(Map<String, Object> values, String key, OptionalLong unsigned) {
        unsigned.ifPresent(bits -> values.put(key, new BigInteger(Long.toUnsignedString(bits))));
    }

    private static Map<String, String> textMap(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static Map<String, List<String>> listMap(JsonNode object) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        object.properties().forEach(entry -> lists.put(entry.getKey(), texts(entry.getValue())));
        return lists;
    }

    private static Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.numberValue();
            default -> value;
        };
    }
}
