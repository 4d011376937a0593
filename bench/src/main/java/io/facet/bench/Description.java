// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * A model description of any size: each machine is provisioned and has a device and an address, and an agent that logs in
 * with {@link #PASSWORD} and {@link #nonce}.
 *
 * @param name name of the model
 * @param machines how many
 * @param units whether each of them has a unit, of an application that has {@link #UNITS} of them
 */
record Description(String name, int machines, boolean units) {

    /** With units. */
    Description(String name, int machines) {
        this(name, machines, true);
    }

    /** How many units an application has, in a model of any size: what is told of a machine's neighbours stays as large. */
    private static final int UNITS = 10;

    /** Password of every agent. */
    static final String PASSWORD = "measure-measure-measure-measure";

    private static final String STATUS = "{version: 2, status: {value: started, updated: '2025-01-03T11:00:00Z'}}";
    private static final String HISTORY = "{version: 2, history: []}";
    private static final String TOOLS =
            "{version: 2, tools-version: 4.0-beta5-ubuntu-amd64, url: '', sha256: '', size: 0}";

    /** UUID of the model. */
    String uuid() {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Nonce of the agent of a machine. */
    static String nonce(int machine) {
        return "nonce-" + machine;
    }

    /** Writes the description. */
    Path write(Path file) throws IOException {
        String hash = hash();
        try (Writer text = Files.newBufferedWriter(file)) {
            text.write("version: 13\nagent-version: 4.0.1\ntype: iaas\nowner: admin\nconfig: {name: " + name
                    + ", uuid: " + uuid() + ", type: maas}\nenviron-version: 0\ncloud: lab\n"
                    + "users: {version: 1, users: []}\nsequences: {machine: " + machines
                    + "}\nsla: {level: '', owner: '', credentials: ''}\n"
                    + "meter-status: {code: '', info: ''}\nmachines:\n  version: 3\n  machines:\n");
            for (int i = 0; i < machines; i++) {
                text.write("  - {id: '" + i + "', nonce: " + nonce(i) + ", password-hash: '" + hash
                        + "', base: ubuntu@22.04/stable, status: " + STATUS + ", tools: " + TOOLS
                        + ", jobs: [host-units], containers: [], instance: {version: 6, instance-id: node-" + i
                        + ", status: " + STATUS + ", architecture: amd64, memory: 8192, cores: 4,"
                        + " availability-zone: z}}\n");
            }
            text.write("applications:\n  version: 12\n  applications:" + (units ? "\n" : " []\n"));
            for (int first = 0; units && first < machines; first += UNITS) {
                String application = "a" + first / UNITS;
                text.write("  - name: " + application + "\n    type: iaas\n"
                        + "    charm-url: ch:a-1\n    cs-channel: ''\n    charm-mod-version: 0\n    status: " + STATUS
                        + "\n    settings: {}\n    leadership-settings: {}\n"
                        + "    resources: {version: 1, resources: []}\n"
                        + "    charm-origin: {version: 2, source: charm-hub}\n    units:\n      version: 3\n"
                        + "      units:\n");
                for (int i = first; i < Math.min(machines, first + UNITS); i++) {
                    text.write("      - {name: " + application + "/" + (i - first) + ", machine: '" + i
                            + "', agent-status: " + STATUS + ", workload-status: " + STATUS
                            + ", agent-status-history: " + HISTORY + ", workload-status-history: " + HISTORY
                            + ", workload-version-history: " + HISTORY + ", password-hash: u" + i + "xHash, tools: "
                            + TOOLS + ", resources: {version: 1}, payloads: {version: 1}}\n");
                }
            }
            text.write("link-layer-devices:\n  version: 1\n  link-layer-devices:\n");
            for (int i = 0; i < machines; i++) {
                text.write("  - {name: eth0, mtu: 1500, machine-id: '" + i + "', type: ethernet, mac-address: '',"
                        + " is-autostart: true, is-up: true, parent-name: ''}\n");
            }
            text.write("ip-addresses:\n  version: 5\n  ip-addresses:\n");
            for (int i = 0; i < machines; i++) {
                text.write("  - {device-name: eth0, machine-id: '" + i + "', subnet-cidr: 10.0.0.0/8,"
                        + " config-method: dhcp, value: 10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256
                        + ", dns-servers: [], dns-search-domains: [], gateway-address: ''}\n");
            }
            for (String section : new String[] {
                "relations",
                "remote-entities",
                "relation-networks",
                "offer-connections",
                "external-controllers",
                "firewall-rules",
                "remote-applications",
                "actions",
                "operations",
                "secrets",
                "remote-secrets",
                "ssh-host-keys",
                "spaces",
                "subnets",
                "volumes",
                "filesystems",
                "storages"
            }) {
                text.write(section + ": {version: " + (section.equals("subnets") ? 6 : 1) + ", " + section + ": []}\n");
            }
            text.write("cloud-image-metadata: {version: 2, cloudimagemetadata: []}\n"
                    + "storage-pools: {version: 1, pools: []}\n");
        }
        return file;
    }

    /** Of the password, as a controller keeps it. */
    private static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(PASSWORD.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 18));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-512", e);
        }
    }
}
