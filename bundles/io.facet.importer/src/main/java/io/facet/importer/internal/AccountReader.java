// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.image.api.ImageMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads users, SSH keys and images ({@code model-description.md} sections 3 and 8). */
final class AccountReader {
    /** Marks keys of the system itself, which every controller has of its own. */
    private static final String SYSTEM_KEY = "juju-system-key";

    private static final String KEYS_WITHOUT_USER = "admin";
    private static final Set<String> ACCESS = Set.of("read", "write", "admin");
    private static final long NANOS = 1_000_000_000L;

    private final Fields model;
    private final Ledger ledger;

    AccountReader(Fields model, Ledger ledger) {
        this.model = model;
        this.ledger = ledger;
    }

    /** Access by user name. */
    Map<String, String> users() {
        Map<String, String> users = new LinkedHashMap<>();
        for (Fields item : model.structure("users", 1, 1).items("users", "user", "name")) {
            Fields fields = item.as("user", 1);
            String name = fields.text("name");
            if (name.isEmpty()) {
                throw fields.invalid("name", "expected the name of a user, got \"\"");
            }
            fields.text("created-by");
            fields.time("date-created");
            String access = fields.text("access");
            if (!ACCESS.contains(access)) {
                throw fields.invalid("access", "expected read, write or admin, got \"" + access + "\"");
            }
            if (users.putIfAbsent(name, access) != null) {
                throw fields.notValid("user \"" + name + "\" is there twice");
            }
        }
        return users;
    }

    /**
     * SSH keys by user name.
     *
     * @param configKeys the lines that the configuration holds; they have no user
     */
    Map<String, List<String>> keys(List<String> configKeys) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        add(keys, KEYS_WITHOUT_USER, configKeys);
        if (model.has("authorized-keys")) {
            Fields section = model.structure("authorized-keys", 1, 1);
            for (Fields item : section.items("users-authorized-keys", "user", "user-name")) {
                Fields fields = item.as("authorized keys", 1);
                add(keys, fields.text("user-name"), fields.texts("authorized-keys"));
            }
        }
        return keys;
    }

    private void add(Map<String, List<String>> keys, String user, List<String> lines) {
        for (String line : lines) {
            if (line.contains(SYSTEM_KEY)) {
                ledger.leaveOut("authorized-keys: system keys", 1);
            } else if (!line.isBlank()) {
                List<String> ofUser = keys.computeIfAbsent(user, name -> new ArrayList<>());
                if (!ofUser.contains(line.strip())) {
                    ofUser.add(line.strip());
                }
            }
        }
    }

    /** Machines that SSH host keys are of; the keys themselves are not taken over. */
    void checkHostKeys(References references) {
        for (Fields item :
                model.structure("ssh-host-keys", 1, 1).items("ssh-host-keys", "ssh host key", "machine-id")) {
            String id = item.as("ssh host key", 1).text("machine-id");
            if (!references.isMachine(id)) {
                throw item.notValid("ssh host keys reference non-existent machine \"" + id + "\"");
            }
        }
    }

    /** Images that an operator put in; all others are found again where they come from. */
    List<ImageMetadata> images() {
        Fields section = model.map("cloud-image-metadata");
        int version = section.version(1, 2);
        List<ImageMetadata> images = new ArrayList<>();
        for (Fields item : section.items("cloudimagemetadata", "image", "image-id")) {
            ImageMetadata image = image(item.as("cloudimagemetadata", version), version);
            if (image.source().equals(ImageMetadata.CUSTOM)) {
                images.add(image);
            } else {
                ledger.leaveOut("cloud-image-metadata: not custom", 1);
            }
        }
        return images;
    }

    private static ImageMetadata image(Fields fields, int version) {
        if (version == 1) {
            fields.text("series");
        }
        long created = fields.integer("date-created");
        long priority = fields.integer("priority");
        if (priority < Integer.MIN_VALUE || priority > Integer.MAX_VALUE) {
            throw fields.invalid("priority", "priority " + priority + " is out of range");
        }
        return new ImageMetadata(
                fields.text("image-id"),
                fields.text("stream"),
                fields.text("region"),
                fields.text("version"),
                fields.text("arch"),
                fields.text("virt-type"),
                fields.text("root-storage-type"),
                fields.has("root-storage-size")
                        ? OptionalLong.of(fields.unsigned("root-storage-size"))
                        : OptionalLong.empty(),
                fields.text("source"),
                (int) priority,
                Instant.ofEpochSecond(Math.floorDiv(created, NANOS), Math.floorMod(created, NANOS)));
    }
}
