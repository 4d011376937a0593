// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.io.InputStream;

/** A model of any number of machines, each with a unit, a device and an address. */
final class LargeModel {
    static final String UUID = "3d1c7a52-8b0e-4a6f-9c55-7e2f4b9d2000";

    private static final String STATUS = "{version: 2, status: {value: started, updated: '2025-01-03T11:00:00Z'}}";
    private static final String HISTORY = "{version: 2, history: []}";
    private static final String TOOLS =
            "{version: 2, tools-version: 4.0-beta5-ubuntu-amd64, url: '', sha256: '', size: 0}";

    private LargeModel() {}

    static InputStream stream(int machines) {
        StringBuilder text = new StringBuilder("version: 13\nagent-version: 4.0.1\ntype: iaas\nowner: admin\n"
                + "config: {name: large, uuid: " + UUID + ", type: maas}\nenviron-version: 0\ncloud: lab\n"
                + "users: {version: 1, users: []}\nsequences: {machine: " + machines + ", application-a: " + machines
                + "}\nsla: {level: '', owner: '', credentials: ''}\nmeter-status: {code: '', info: ''}\n");
        text.append("machines:\n  version: 3\n  machines:\n");
        for (int i = 0; i < machines; i++) {
            text.append("  - {id: '" + i + "', nonce: n" + i + ", password-hash: h" + i
                    + "xHash, base: ubuntu@22.04/stable,"
                    + " status: " + STATUS + ", tools: " + TOOLS + ", jobs: [host-units], containers: [],"
                    + " instance: {version: 6, instance-id: node-" + i + ", status: " + STATUS
                    + ", architecture: amd64, memory: 8192, cores: 4, availability-zone: z}}\n");
        }
        text.append(
                "applications:\n  version: 12\n  applications:\n  - name: a\n    type: iaas\n    charm-url: ch:a-1\n"
                        + "    cs-channel: ''\n    charm-mod-version: 0\n    status: " + STATUS + "\n    settings: {}\n"
                        + "    leadership-settings: {}\n    resources: {version: 1, resources: []}\n"
                        + "    charm-origin: {version: 2, source: charm-hub}\n    units:\n      version: 3\n      units:\n");
        for (int i = 0; i < machines; i++) {
            text.append("      - {name: a/" + i + ", machine: '" + i + "', agent-status: " + STATUS
                    + ", workload-status: "
                    + STATUS + ", agent-status-history: " + HISTORY + ", workload-status-history: " + HISTORY
                    + ", workload-version-history: " + HISTORY + ", password-hash: u" + i + "xHash, tools: " + TOOLS
                    + ", resources: {version: 1}, payloads: {version: 1}}\n");
        }
        text.append("link-layer-devices:\n  version: 1\n  link-layer-devices:\n");
        for (int i = 0; i < machines; i++) {
            text.append("  - {name: eth0, mtu: 1500, machine-id: '" + i + "', type: ethernet, mac-address: '',"
                    + " is-autostart: true, is-up: true, parent-name: ''}\n");
        }
        text.append("ip-addresses:\n  version: 5\n  ip-addresses:\n");
        for (int i = 0; i < machines; i++) {
            text.append("  - {device-name: eth0, machine-id: '" + i + "', subnet-cidr: 10.0.0.0/8, config-method: dhcp,"
                    + " value: 10.0." + i / 256 + "." + i % 256 + ", dns-servers: [], dns-search-domains: [],"
                    + " gateway-address: ''}\n");
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
            int version = section.equals("subnets") ? 6 : 1;
            text.append(section + ": {version: " + version + ", " + section + ": []}\n");
        }
        text.append("cloud-image-metadata: {version: 2, cloudimagemetadata: []}\n");
        text.append("storage-pools: {version: 1, pools: []}\n");
        return Document.stream(text.toString());
    }
}
