// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.FacetException;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * A table of broken descriptions, each with the message it must give. A row breaks one line of {@code model-base.yaml}:
 * its name, what to replace ({@code *} for all of it), by what (nothing: the line goes, with all below it), the message.
 */
@RunWith(Parameterized.class)
public class BrokenDescriptionTest {
    private static final String MODEL = "model v12 schema check failed: ";
    private static final String MACHINE_0 = "machines: machine 0: machine v3 schema check failed: ";
    private static final String INSTANCE = "machines: machine 0: instance: instance v6 schema check failed: ";
    private static final String APPLICATION = "applications: application 0: application v13 schema check failed: ";
    private static final String UNIT = "applications: application 0: units: unit 0: unit v3 schema check failed: ";
    private static final String SPACE = "7f6d0e4a-0001-4c00-8000-000000000001";

    private static final String[][] ROWS = {
        // The document as a whole
        {"version", "*", "version: 99", "version 99 not valid"},
        {"version", "*", "version: 8", "version 8 not valid"},
        {"version", "*", "", "version: expected int, got nothing"},
        {"version", "*", "version: 12.0", "version: expected int, got float64(12.0)"},
        {"agent-version", "*", "", MODEL + "agent-version: expected string, got nothing"},
        {"agent-version", "*", "agent-version: abc", "agent version \"abc\" not valid"},
        {"agent-version", "*", "agent-version: 0.0.0", "agent version cannot be zero not valid"},
        {"type", "*", "type: daas", MODEL + "type: expected iaas or caas, got \"daas\""},
        {"owner", "*", "owner: \"\"", "missing model owner not valid"},
        {"owner", "*", "owner: yes", MODEL + "owner: expected string, got bool(yes)"},
        {"cloud", "*", "", MODEL + "cloud: expected string, got nothing"},
        {"cloud-region", "*", "cloud-region: ~", MODEL + "cloud-region: expected string, got nothing"},
        {"environ-version", "*", "environ-version: a", MODEL + "environ-version: expected int, got string(\"a\")"},
        {"sla", "*", "sla: {level: \"\", owner: \"\"}", "sla: credentials: expected string, got nothing"},
        {"remote-secrets", "*", "", MODEL + "remote-secrets: expected map, got nothing"},
        {"virtual-host-keys", "version: 1", "version: 2", "virtual-host-keys: version 2 not valid"},
        {"cloud-credential", "version: 2", "version: 3", "cloud-credential: version 3 not valid"},
        // Configuration
        {"config", "*", "", MODEL + "config: expected map, got nothing"},
        {"config.name", "*", "", "config: name: expected string, got nothing"},
        {"config.uuid", "*", "uuid: shop", "config: uuid: expected a UUID in lower case, got \"shop\""},
        {"config.type", "*", "type: [maas]", "config: type: expected string, got list"},
        {
            "config.flag",
            "*",
            "api-port: 17070",
            "config attributes [api-port] not valid because controller only attributes not allowed"
        },
        {"config.flag", "*", "http-proxy: [a]", "config: http-proxy: expected string, int, bool or map, got list"},
        {"config.resource-tags", "bakers", "7", "config: resource-tags: team: expected string, got int(7)"},
        // Users
        {"users", "*", "", MODEL + "users: expected map, got nothing"},
        {
            "user0",
            "access: admin",
            "access: king",
            "users: user 0: user v1 schema check failed: access: expected read, write or admin, got \"king\""
        },
        {"user1", "name: carol", "name: admin", "user \"admin\" is there twice"},
        {
            "user1",
            "name: carol",
            "name: \"\"",
            "users: user 1: user v1 schema check failed: name: expected the name of a user, got \"\""
        },
        {
            "user0",
            "T09:00:00Z",
            " 09:00:00",
            "users: user 0: user v1 schema check failed: date-created: expected RFC 3339 time such as"
                    + " 2024-10-05T12:06:00Z, got string(\"2025-01-01 09:00:00\")"
        },
        // Machines
        {"machines", "*", "", MODEL + "machines: expected map, got nothing"},
        {"machines.version", "*", "version: 9", "machines: version 9 not valid"},
        {"machines.version", "*", "", "machines: version: expected int, got nothing"},
        {"machines.list", "*", "", "machines: machines: expected list, got nothing"},
        {"m0.nonce", "*", "nonce: 7", MACHINE_0 + "nonce: expected string, got int"},
        {"m0.password-hash", "*", "", MACHINE_0 + "password-hash: expected string, got nothing"},
        {"m0.id", "*", "id: 0", MACHINE_0 + "id: expected string, got int(0)"},
        {"m0.id", "*", "id: zero", MACHINE_0 + "id: machine id \"zero\" not valid"},
        {"m0.id", "*", "id: \"\"", "machine missing id not valid"},
        {"m1.id", "*", "id: \"0\"", "machine \"0\" is there twice"},
        {"m1.id", "*", "id: 5/lxd/0", "container \"5/lxd/0\" is not nested in its host"},
        {"c0.id", "*", "id: 1/lxd/0", "container \"1/lxd/0\" is nested in machine \"0\""},
        {
            "c0.container-type",
            "*",
            "container-type: kvm",
            "machine \"0/lxd/0\" has container type \"kvm\", which its id does not"
        },
        {"m0.base", "*", "base: 22.04", MACHINE_0 + "base: expected string, got float64(22.04)"},
        {"m0.base", "*", "base: ubuntu", "machine \"0\" base \"ubuntu\" not valid"},
        {"m0.password-hash", "*", "password-hash: 12345", MACHINE_0 + "password-hash: expected string, got int"},
        {"m0.placement", "*", "placement: null", MACHINE_0 + "placement: expected string, got nothing"},
        {"m0.jobs", "*", "jobs: [host-units, bake]", "machines: machine 0: unknown machine job: \"bake\""},
        {"m0.jobs", "*", "jobs: [host-units, 1]", MACHINE_0 + "jobs[1]: expected string, got int(1)"},
        {"m0.jobs", "*", "jobs: host-units", MACHINE_0 + "jobs: expected list, got string(\"host-units\")"},
        {"m1.jobs", "*", "", "machines: machine 1: machine v3 schema check failed: jobs: expected list, got nothing"},
        {
            "m1.containers",
            "*",
            "",
            "machines: machine 1: machine v3 schema check failed: containers: expected list, got nothing"
        },
        {"m0.status", "*", "", MACHINE_0 + "status: expected map, got nothing"},
        {"m0.status", "version: 2", "version: 3", "machines: machine 0: status: version 3 not valid"},
        {"m0.status", "value: started, ", "", "machines: machine 0: status: status: value: expected string, got nothing"
        },
        {
            "m1.life",
            "*",
            "life: undead",
            "machines: machine 1: machine v3 schema check failed: life: expected alive, dying or dead, got \"undead\""
        },
        {
            "m1.keep-instance",
            "*",
            "keep-instance: 1",
            "machines: machine 1: machine v3 schema check failed: keep-instance: expected bool, got int(1)"
        },
        {
            "m0.tools",
            "4.0-beta5-ubuntu-amd64",
            "xyz",
            "machines: machine 0: tools: agentTools tools-version: invalid binary version \"xyz\""
        },
        {
            "m0.tools",
            ", size: 0",
            "",
            "machines: machine 0: tools: tools v2 schema check failed: size: expected uint, got nothing"
        },
        {"m0.instance.version", "*", "version: 1", "machines: machine 0: instance: version 1 not valid"},
        {"m0.instance.instance-id", "*", "instance-id: \"\"", "machine \"0\" instance: instance missing id not valid"},
        {"m0.instance.memory", "*", "memory: -1", INSTANCE + "memory: expected uint, got int(-1)"},
        {"m0.instance.memory", "*", "memory: 1.5", INSTANCE + "memory: expected uint, got float64(1.5)"},
        {
            "m0.instance.root-disk",
            "*",
            "root-disk: \"many\"",
            INSTANCE + "root-disk: expected uint, got string(\"many\")"
        },
        {"m0.instance.tags", "*", "tags: {ssd: yes}", INSTANCE + "tags: expected list, got map"},
        {
            "m0.constraints",
            "cores: 4",
            "cores: 4, cpu-cores: 4",
            "machines: machine 0: constraints: can not specify both cores and cores constraints"
        },
        {"m0.constraints", "version: 5", "version: 6", "machines: machine 0: constraints: version 6 not valid"},
        {
            "m0.constraints",
            "\"true\"",
            "\"perhaps\"",
            "machines: machine 0: constraints: constraints v5 schema check failed: allocate-public-ip: expected bool, got string(\"perhaps\")"
        },
        // Applications and units
        {"applications", "*", "", MODEL + "applications: expected map, got nothing"},
        {"applications.version", "*", "version: 10", "applications: version 10 not valid"},
        {"a0.type", "*", "type: caas", APPLICATION + "type: \"caas\" not valid in a model of type \"iaas\""},
        {"a0.name", "*", "name: Shop!", APPLICATION + "name: application name \"Shop!\" not valid"},
        {"a0.charm-mod-version", "*", "", APPLICATION + "charm-mod-version: expected int, got nothing"},
        {"a0.settings", "*", "settings: null", APPLICATION + "settings: expected map, got nothing"},
        {"a0.resources", "*", "", APPLICATION + "resources: expected map, got nothing"},
        {"a0.leader", "*", "leader: shop/9", "missing unit for leader \"shop/9\" not valid"},
        {"a0.charm-origin", "*", "", APPLICATION + "charm-origin: expected map, got nothing"},
        {"a0.charm-metadata", "*", "", APPLICATION + "charm-metadata: expected map, got nothing"},
        {"a0.charm-manifest", "*", "", APPLICATION + "charm-manifest: expected map, got nothing"},
        {
            "a0.endpoint-bindings",
            SPACE,
            "nowhere",
            "application \"shop\" binds endpoint \"\" to unknown space \"nowhere\""
        },
        {
            "a0.lxd-profile",
            "{\"config\"",
            "{config",
            "applications: application 0: charm-metadata: charm-metadata v1 schema check failed: lxd-profile: expected a JSON text: "
        },
        {
            "a0.lxd-profile",
            "\"true\"",
            "true",
            "applications: application 0: charm-metadata: charm-metadata v1 schema check failed: lxd-profile: config.security.nesting: expected string, got true"
        },
        {"u0.name", "*", "name: bakery/0", "unit \"bakery/0\" of application \"shop\" not valid"},
        {"u1.name", "*", "name: shop/0", "unit \"shop/0\" is there twice"},
        {"u0.machine", "*", "machine: \"77\"", "unit \"shop/0\" references non-existent machine \"77\""},
        {
            "u1.machine",
            "*",
            "machine: 1",
            "applications: application 0: units: unit 1: unit v3 schema check failed: machine: expected string, got int(1)"
        },
        {"u1.machine", "*", "machine: \"\"", "unit \"shop/1\" has no machine; only a subordinate may leave it empty"},
        {"u0.tools", "*", "", "unit \"shop/0\" missing tools not valid"},
        {"u0.history", "*", "", UNIT + "agent-status-history: expected map, got nothing"},
        {"u0.subordinates", "spy/0", "spy/8", "unit \"shop/0\" lists subordinate \"spy/8\", which does not exist"},
        {
            "u0.subordinates",
            "spy/0",
            "shop/1",
            "unit \"shop/0\" lists subordinate \"shop/1\", which does not name it as principal"
        },
        {"s0.principal", "*", "principal: shop/9", "unit \"spy/0\" references non-existent principal \"shop/9\""},
        {"s0.principal", "*", "", "unit \"spy/0\" of a subordinate application names no principal"},
        {"s0.machine", "*", "machine: \"1\"", "unit \"spy/0\" is not on the machine of its principal \"shop/0\""},
        {"a1.subordinate", "*", "", "unit \"spy/0\" names a principal, but its application is not subordinate"},
        // Relations
        {"relation0", "application-name: shop", "application-name: zz", "unknown application \"zz\" for relation id 0"},
        {"relation0", ", shop/1: {}", "", "missing relation settings for units [shop/1] in relation 0"},
        {"relation0", "shop/1: {}", "shop/1: {}, shop/7: {}", "settings for unknown units [shop/7] in relation 0"},
        // Networks
        {"spaces.version", "*", "version: 4", "spaces: version 4 not valid"},
        {
            "space0",
            "uuid: " + SPACE + ", ",
            "",
            "spaces: space 0: space v3 schema check failed: uuid: expected string, got nothing"
        },
        {
            "space1",
            "name: outer",
            "name: Outer Space",
            "spaces: space 1: space v3 schema check failed: name: \"Outer Space\" is not a valid space name"
        },
        {"space1", "name: outer", "name: inner", "space \"inner\" is there twice"},
        {
            "subnet0",
            "space-uuid: \"\"",
            "space-uuid: nope",
            "subnet \"10.1.0.0/24\" references non-existent space \"nope\""
        },
        {
            "subnet0",
            "10.1.0.0/24",
            "10.1.0.7/24",
            "subnets: subnet 0: subnet v6 schema check failed: cidr: CIDR \"10.1.0.7/24\" not valid"
        },
        {
            "subnet1",
            "vlan-tag: 12",
            "vlan-tag: 4095",
            "subnets: subnet 1: subnet v6 schema check failed: vlan-tag: invalid VLAN tag 4095: must be between 0 and 4094"
        },
        {
            "subnet0",
            "availability-zones: [left], ",
            "",
            "subnets: subnet 0: subnet v6 schema check failed: availability-zones: expected list, got nothing"
        },
        {
            "subnet1",
            "5e000000-0002-4c00-8000-000000000002",
            "5e000000-0001-4c00-8000-000000000001",
            "subnet \"5e000000-0001-4c00-8000-000000000001\" is there twice"
        },
        {"d0", "machine-id: \"0\"", "machine-id: \"77\"", "device \"br0\" references non-existent machine \"77\""},
        {"d1", "name: eth0", "name: \"\"", "device has empty name: "},
        {"d1", "52-54-00-00-00-1F", "x", "device \"eth0\" has invalid MACAddress \"x\""},
        {
            "d0",
            "\"52:54:00:00:00:10\"",
            "52:54:00:00:00:10",
            "link-layer-devices: device 0: device v1 schema check failed: mac-address: expected string, got int(52:54:00:00:00:10)"
        },
        {"d1", "parent-name: br0", "parent-name: zz", "device \"eth0\" has non-existent parent \"zz\""},
        {"d1", "parent-name: br0", "parent-name: eth0", "device \"eth0\" is its own parent"},
        {"d1", "parent-name: br0", "parent-name: m#0#d#br0", "ParentName \"m#0#d#br0\" for non-container machine \"0\""
        },
        {"d2", "m#0#d#br0", "m#0#d#eth0", "device \"eth0\" on a container but not a bridge"},
        {"d2", "m#0#d#br0", "m#1#d#br0", "parent machine of device \"eth0\" not host machine \"0\""},
        {"d2", "m#0#d#br0", "m#0#d#br9", "device \"eth0\" has non-existent parent \"br9\""},
        {"d1", "type: ethernet", "type: token-ring", "device \"eth0\" has invalid type \"token-ring\""},
        {"d1", "name: eth0", "name: br0", "device \"br0\" of machine \"0\" is there twice"},
        {
            "ip0",
            "machine-id: \"0\"",
            "machine-id: \"77\"",
            "ip address \"10.1.0.10\" references non-existent machine \"77\""
        },
        {
            "ip0",
            "device-name: br0",
            "device-name: zz0",
            "ip address \"10.1.0.10\" references non-existent device \"zz0\""
        },
        {"ip0", "value: 10.1.0.10", "value: \"1.2.3\"", "ip address has invalid value \"1.2.3\""},
        {"ip0", "subnet-cidr: 10.1.0.0/24", "subnet-cidr: \"\"", "ip address \"10.1.0.10\" has empty subnet CIDR"},
        {
            "ip0",
            "subnet-cidr: 10.1.0.0/24",
            "subnet-cidr: foo",
            "ip address \"10.1.0.10\" has invalid subnet CIDR \"foo\""
        },
        {
            "ip0",
            "gateway-address: 10.1.0.1",
            "gateway-address: foo",
            "ip address \"10.1.0.10\" has invalid gateway address \"foo\""
        },
        {
            "ip0",
            "dynamic",
            "magic",
            "ip-addresses: address 0: ip address v5 schema check failed: config-method: expected static, dhcp, manual, loopback or nothing, got \"magic\""
        },
        // Storage
        {
            "pool0",
            "provider: maas, ",
            "",
            "storage-pools: pool 0: pool v1 schema check failed: provider: expected string, got nothing"
        },
        {"pool0", "tags: ssd", "size: 5", "storage-pools: pool 0: attributes: size: expected string, got int(5)"},
        {"pool0", "name: fast", "name: \"9x\"", "pool name \"9x\" not valid"},
        {"st0", "unit-shop-0", "unit-zz-0", "storage[0] owner (zz/0) not valid"},
        {
            "st0",
            "attachments: [shop/0]",
            "attachments: [zz/0]",
            "storage[0] attachment referencing unknown unit \"zz/0\" not valid"
        },
        {"st0", "pool: fast", "pool: \"\"", "storage[0]: storage \"data/0\" invalid empty pool name not valid"},
        {"st0", "pool: fast", "pool: slow", "storage \"data/0\" references unknown storage pool \"slow\""},
        {
            "st0",
            "kind: block",
            "kind: tape",
            "storages: storage 0: storage v3 schema check failed: kind: expected block or filesystem, got \"tape\""
        },
        {"v0.storage-id", "*", "storage-id: zz/0", "volume[0] referencing unknown storage \"zz/0\" not valid"},
        {"v0.size", "*", "size: 0", "volume[0]: volume \"0\" missing size not valid"},
        {
            "v0.size",
            "*",
            "size: -5",
            "volumes: volume 0: volume v1 schema check failed: size: expected uint, got int(-5)"
        },
        {
            "v0.size",
            "*",
            "size: 18446744073709551615",
            "volumes: volume 0: volume v1 schema check failed: size: expected uint, got int(18446744073709551615)"
        },
        {
            "v1.attachments",
            "attachments: [",
            "attachments: [{host-machine-id: \"1\", provisioned: false, read-only: true, device-name: \"\","
                    + " device-link: \"\", bus-address: \"\"}, ",
            "volume[1] is attached to machine \"1\" twice"
        },
        {"v0.pool", "*", "pool: slow", "volume \"0\" references unknown storage pool \"slow\""},
        {
            "v0.attachments",
            "*",
            "",
            "volumes: volume 0: volume v1 schema check failed: attachments: expected map, got nothing"
        },
        {
            "v0.attachmentplans",
            "*",
            "",
            "volumes: volume 0: volume v1 schema check failed: attachmentplans: expected map, got nothing"
        },
        {
            "v0.a0",
            "host-id: \"0\"",
            "host-id: \"99\"",
            "volume[0].attachment[0] referencing unknown machine or unit \"99\" not valid"
        },
        {"f0", "volume-id: \"0\"", "volume-id: \"9\"", "filesystem[0] referencing unknown volume \"9\" not valid"},
        // Images, keys, sequences
        {
            "image0",
            "arch: amd64, ",
            "",
            "cloud-image-metadata: image 0: cloudimagemetadata v2 schema check failed: arch: expected string, got nothing"
        },
        {
            "image0",
            "version: \"24.04\"",
            "version: 24.04",
            "cloud-image-metadata: image 0: cloudimagemetadata v2 schema check failed: version: expected string, got float64(24.04)"
        },
        {
            "keys1",
            "[ssh-ed25519 AAAA3 carol@host]",
            "",
            "authorized-keys: user 1: authorized keys v1 schema check failed: authorized-keys: expected list, got nothing"
        },
        {"hostkey0", "machine-id: \"0\"", "machine-id: \"77\"", "ssh host keys reference non-existent machine \"77\""},
        {"sequences.machine", "*", "machine: 1", "sequences: machine: the next number is 1, but machine \"1\" exists"},
        {
            "sequences.container",
            "*",
            "machine0lxdContainer: 0",
            "sequences: machine0lxdContainer: the next number is 0, but machine \"0/lxd/0\" exists"
        },
        {
            "sequences.shop",
            "*",
            "application-shop: 1",
            "sequences: application-shop: the next number is 1, but unit \"shop/1\" exists"
        },
        {"sequences.volume", "*", "volume: two", "sequences: volume: expected int, got string(\"two\")"},
    };

    @Parameters(name = "{index} {0}: {3}")
    public static Iterable<Object[]> rows() {
        return Stream.of(ROWS).<Object[]>map(row -> row).toList();
    }

    private final String line;
    private final String part;
    private final String replacement;
    private final String message;

    public BrokenDescriptionTest(String line, String part, String replacement, String message) {
        this.line = line;
        this.part = part;
        this.replacement = replacement;
        this.message = message;
    }

    @Test
    public void isRefusedNamingPathAndExpectation() {
        Document broken = part.equals("*")
                ? replacement.isEmpty()
                        ? Document.base().without(line)
                        : Document.base().with(line, replacement)
                : Document.base().with(line, part, replacement);

        assertThatThrownBy(() -> broken.read(new Ledger()))
                .isInstanceOf(FacetException.class)
                .message()
                .startsWith(message)
                .matches(text -> text.substring(message.length()).matches("(?s).*\\(.*line \\d+, column \\d+\\)"));
    }
}
