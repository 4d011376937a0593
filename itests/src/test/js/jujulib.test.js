// SPDX-License-Identifier: Apache-2.0
// Drives a running controller with @canonical/jujulib. Run by JujulibIT, which sets
//   FACET_HOME             directory of the installation
//   FACET_MODEL            name of a model with machines that wait to be provisioned
//   FACET_CONTROLLER_CONF  agent.conf of the controller for that model
//   FACET_MACHINE_CONF     agent.conf of a provisioned machine of that model
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loginAsAgent, rawReply, readAgentConf, request } from "./agent.js";

const home = process.env.FACET_HOME;
const model = process.env.FACET_MODEL;
const controllerConf = readAgentConf(process.env.FACET_CONTROLLER_CONF);
const machineConf = readAgentConf(process.env.FACET_MACHINE_CONF);
const modelUuid = controllerConf.model.replace(/^model-/, "");

/** Runs a command of scope facet in the shell of the controller. */
function shell(...command) {
  return execFileSync(join(home, "bin/facet"), command, { encoding: "utf8", timeout: 60_000 });
}

const entities = (...tags) => ({ entities: tags.map((tag) => ({ tag })) });
const status = (tag, value, info = "", data = null) => ({ entities: [{ tag, status: value, info, data }] });
const instance = (tag, id) => ({
  tag,
  "instance-id": id,
  "display-name": `juju-${id}`,
  nonce: "machine-0:4b1f0b4e-0000-4000-8000-000000000001",
  characteristics: { arch: "amd64", mem: 4096, "cpu-cores": 2, "availability-zone": "rack-a" },
  volumes: [],
  "volume-attachments": {},
  "network-config": [],
  "charm-profiles": [],
});

/** Methods called so far, by their names in the library. */
const called = new Set();

/** A facade that notes what is called. */
const noting = (facade) =>
  new Proxy(facade, {
    get(target, name) {
      called.add(name);
      const member = target[name];
      return typeof member === "function" ? member.bind(target) : member;
    },
  });

let controller;
let provisioner;
/** Tag of a machine that is added for this test and waits to be provisioned. */
let pending;

before(async () => {
  pending = `machine-${shell("machine-add", "--constraints", "cores=2 mem=4G", model).trim()}`;
  controller = await loginAsAgent(controllerConf);
  provisioner = noting(controller.facades.provisioner);
});

after(() => controller?.close());

test("the controller logs in to a hosted model and is offered Provisioner 11", () => {
  assert.equal(controller.answer["model-tag"], controllerConf.model);
  assert.equal(controller.info.controllerTag, controllerConf.controller);
  assert.match(controller.info.serverVersion, /^\d+\.\d+/);
  assert.equal(provisioner.VERSION, 11);
});

test("what concerns model and controller is answered", async () => {
  assert.equal((await provisioner.modelUUID({})).result, modelUuid);
  const { config } = await provisioner.modelConfig({});
  assert.equal(config.name, model);
  assert.equal(config.uuid, modelUuid);
  assert.ok(config["agent-version"]);
  const controllerConfig = (await provisioner.controllerConfig({})).config;
  assert.equal(`controller-${controllerConfig["controller-uuid"]}`, controllerConf.controller);
  const { result } = await provisioner.cACert({});
  assert.equal(Buffer.from(result, "base64").toString().trim(), controllerConf.cacert.trim());
  const servers = (await provisioner.aPIHostPorts({})).servers.flat();
  assert.deepEqual(servers.map(({ value, port }) => `${value}:${port}`), controllerConf.apiaddresses);
  // Agents on other machines can do nothing with an address of this machine only, such as 127.0.0.1.
  const usable = servers.filter(({ scope }) => !["local-machine", "link-local"].includes(scope));
  const addresses = usable.map(({ value, port }) => `${value}:${port}`);
  assert.deepEqual((await provisioner.aPIAddresses({})).result ?? [], addresses);
  const info = (await provisioner.controllerAPIInfoForModels(entities(controllerConf.model))).results[0];
  assert.deepEqual(info.addresses ?? [], addresses);
  assert.equal(info.cacert.trim(), controllerConf.cacert.trim());
});

test("a machine that waits is alive, pending and without an instance", async () => {
  assert.deepEqual(await provisioner.life(entities(pending)), { results: [{ life: "alive" }] });
  assert.equal((await provisioner.status(entities(pending))).results[0].status, "pending");
  assert.equal((await provisioner.instanceStatus(entities(pending))).results[0].status, "pending");
  assert.equal((await provisioner.instanceId(entities(pending))).results[0].error.code, "not provisioned");
  assert.equal((await provisioner.availabilityZone(entities(pending))).results[0].error.code, "not provisioned");
  assert.equal((await provisioner.keepInstance(entities(pending))).results[0].result, false);
  assert.deepEqual((await provisioner.constraints(entities(pending))).results[0].constraints, { cores: 2, mem: 4096 });
});

test("each entry of a bulk call is answered on its own", async () => {
  const { results } = await provisioner.life(entities(pending, "machine-99999", "nonsense", "user-admin", pending));
  assert.deepEqual(
    results.map(({ life, error }) => error?.code ?? life),
    ["alive", "not found", "unauthorized access", "unauthorized access", "alive"],
  );
});

test("provisioning info says what to start", async () => {
  const { results } = await provisioner.provisioningInfo(entities(pending, "machine-99999"));
  const info = results[0].result;
  assert.deepEqual(info.constraints, { cores: 2, mem: 4096 });
  assert.equal(info.base.name, "ubuntu");
  assert.deepEqual(info.jobs, ["JobHostUnits"]);
  assert.equal(info.tags["juju-model-uuid"], modelUuid);
  assert.equal(info["controller-config"]["controller-uuid"], controllerConf.controller.replace(/^controller-/, ""));
  assert.ok("subnet-zones" in info && "space-subnets" in info);
  assert.equal(results[1].result, null);
  assert.equal(results[1].error.code, "not found");
});

test("a transient error is found and mended", async () => {
  const failed = status(pending, "provisioning error", "no capacity", { transient: true });
  assert.deepEqual(await provisioner.setInstanceStatus(failed), { results: [{}] });
  assert.equal((await provisioner.status(entities(pending))).results[0].status, "error");

  const found = (await provisioner.machinesWithTransientErrors({})).results;
  const mine = found.find(({ id }) => `machine-${id}` === pending);
  assert.equal(mine.life, "alive");
  assert.deepEqual(mine.data, { transient: true });

  await provisioner.setStatus(status(pending, "pending"));
  await provisioner.setInstanceStatus(status(pending, "allocating"));
  await provisioner.setModificationStatus(status(pending, "idle"));
  const left = (await provisioner.machinesWithTransientErrors({})).results ?? [];
  assert.ok(!left.some(({ id }) => `machine-${id}` === pending));
});

test("an instance is recorded once and for all", async () => {
  assert.deepEqual(await provisioner.setInstanceInfo({ machines: [instance(pending, "i-js-1")] }), { results: [{}] });
  assert.equal((await provisioner.instanceId(entities(pending))).results[0].result, "i-js-1");
  assert.equal((await provisioner.availabilityZone(entities(pending))).results[0].result, "rack-a");
  const again = await provisioner.setInstanceInfo({ machines: [instance(pending, "i-js-2")] });
  assert.equal(
    again.results[0].error.message,
    `cannot record provisioning info for "i-js-2": cannot set instance data for machine "${pending.slice(8)}": already set`,
  );
  const running = await provisioner.setInstanceStatus(status(pending, "running", "Running"));
  assert.deepEqual(running, { results: [{}] });
});

test("passwords are set, but no short ones", async () => {
  const changes = [
    { tag: pending, password: "AbCdEfGhIjKlMnOpQrStUvWx" },
    { tag: pending, password: "short" },
  ];
  const { results } = await provisioner.setPasswords({ changes });
  assert.deepEqual(results[0], {});
  assert.equal(results[1].error.message, "password is only 5 bytes long, and is not a valid Agent password");
});

test("a strings watcher sees a machine that is added through the shell", { timeout: 60_000 }, async () => {
  const watch = await provisioner.watchModelMachines({});
  assert.ok(watch.changes.includes(pending.slice(8)));
  const next = request(controller, "StringsWatcher", 1, "Next", watch["watcher-id"]);
  const added = shell("machine-add", model).trim();
  const event = await next;
  assert.deepEqual(event, { "watcher-id": "", changes: [added] });

  const waiting = request(controller, "StringsWatcher", 1, "Next", watch["watcher-id"]);
  const refused = assert.rejects(waiting);
  await request(controller, "StringsWatcher", 1, "Stop", watch["watcher-id"]);
  await refused;
  await assert.rejects(request(controller, "StringsWatcher", 1, "Next", watch["watcher-id"]), {
    message: "unknown watcher id",
  });
});

test("every other watcher starts and stops", async () => {
  for (const method of ["watchForModelConfigChanges", "watchAPIHostPorts", "watchMachineErrorRetry"]) {
    const { NotifyWatcherId: id } = await provisioner[method]({});
    assert.ok(id, method);
    assert.deepEqual(await request(controller, "NotifyWatcher", 1, "Stop", id), {});
  }
  const startTimes = await provisioner.watchModelMachineStartTimes({});
  assert.deepEqual(await request(controller, "StringsWatcher", 1, "Stop", startTimes["watcher-id"]), {});
  const params = { params: [{ "machine-tag": pending, "container-type": "lxd" }] };
  for (const method of ["watchContainers", "watchAllContainers"]) {
    const { results } = await provisioner[method](params);
    assert.deepEqual(await request(controller, "StringsWatcher", 1, "Stop", results[0]["watcher-id"]), {});
  }
});

test("a machine is made dead and handed to its removal", { timeout: 60_000 }, async () => {
  const doomed = `machine-${shell("machine-add", model).trim()}`;
  const alive = await provisioner.markMachinesForRemoval(entities(doomed));
  assert.equal(alive.results[0].error.message, `cannot remove machine ${doomed.slice(8)}: machine is not dead`);
  assert.deepEqual(await provisioner.ensureDead(entities(doomed)), { results: [{}] });
  assert.deepEqual(await provisioner.life(entities(doomed)), { results: [{ life: "dead" }] });
  assert.deepEqual(await provisioner.markMachinesForRemoval(entities(doomed)), { results: [{}] });
  const removed = async () => (await provisioner.life(entities(doomed))).results[0].error?.code === "not found";
  while (!(await removed())) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});

test("a dead machine is removed at once with Remove", async () => {
  const doomed = `machine-${shell("machine-add", model).trim()}`;
  await provisioner.ensureDead(entities(doomed));
  assert.deepEqual(await provisioner.remove(entities(doomed)), { results: [{}] });
  assert.equal((await provisioner.remove(entities(doomed))).results[0].error.code, "not found");
});

test("the connection is kept alive with Ping", async () => {
  assert.deepEqual(await request(controller, "Pinger", 1, "Ping"), {});
});

test("what does not exist is refused with code and text, and the connection lives on", async () => {
  const unknown = await rawReply(controller, { type: "Provisioner", version: 11, request: "Zap", params: {} });
  assert.deepEqual([unknown.error, unknown["error-code"], unknown.response], [
    'unknown method "Zap" at version 11 for facade type "Provisioner"',
    "not implemented",
    {},
  ]);
  assert.equal((await provisioner.modelUUID({})).result, modelUuid);
});

test("a machine agent sees itself and no other machine", async () => {
  const agent = await loginAsAgent(machineConf);
  try {
    const own = noting(agent.facades.provisioner);
    assert.equal(agent.answer["model-tag"], machineConf.model);
    const { results } = await own.life(entities(machineConf.tag, pending));
    assert.equal(results[0].life, "alive");
    assert.equal(results[1].error.code, "unauthorized access");
    await assert.rejects(own.watchModelMachines({}), { message: "permission denied" });
    const containers = { params: [{ "machine-tag": machineConf.tag, "container-type": "lxd" }] };
    const watched = (await own.watchContainers(containers)).results[0];
    assert.ok(watched["watcher-id"]);
  } finally {
    agent.close();
  }
});

test("a machine agent learns all that its containers need", { timeout: 120_000 }, async () => {
  const agent = await loginAsAgent(machineConf);
  try {
    const own = noting(agent.facades.provisioner);
    const host = machineConf.tag;
    const container = `${host}-lxd-0`;
    const { config: manager } = await own.containerManagerConfig({ type: "lxd" });
    assert.equal(manager["model-uuid"], modelUuid);
    assert.equal(manager["lxd-snap-channel"], "5.0/stable");
    assert.equal(manager["container-networking-method"], "provider");
    const config = await own.containerConfig({});
    assert.equal(config["provider-type"], "maas");
    assert.equal(config["enable-os-upgrade"], false);

    const supported = { params: [{ "machine-tag": host, "container-types": ["lxd"] }] };
    assert.deepEqual(await own.setSupportedContainers(supported), { results: [{}] });
    assert.deepEqual(await own.supportedContainers(entities(host)), {
      results: [{ "container-types": ["lxd"], determined: true }],
    });
    const profiles = { args: [{ entity: { tag: container }, profiles: ["juju-webshop-storefront-12"] }] };
    assert.deepEqual(await own.setCharmProfiles(profiles), { results: [{}] });

    const onContainers = [
      "getContainerProfileInfo",
      "hostChangesForContainers",
      "prepareContainerInterfaceInfo",
      "getContainerInterfaceInfo",
      "releaseContainerAddresses",
    ];
    for (const method of onContainers) {
      const { results } = await own[method](entities(container, "machine-1-lxd-0"));
      assert.equal(results.length, 2, method);
      assert.notEqual(results[0].error?.code, "unauthorized access", method);
      assert.equal(results[1].error.code, "unauthorized access", method);
    }
  } finally {
    agent.close();
  }
});

test("a machine agent reports its network, and is told of its neighbours and its agent", { timeout: 120_000 }, async () => {
  const agent = await loginAsAgent(machineConf);
  try {
    const own = noting(agent.facades.provisioner);
    const device = {
      "device-index": 1,
      "mac-address": "52:54:00:00:00:10",
      cidr: "",
      mtu: 1500,
      "provider-id": "",
      "provider-network-id": "",
      "provider-subnet-id": "",
      "provider-space-id": "",
      "provider-address-id": "",
      "provider-vlan-id": "",
      "vlan-tag": 0,
      "interface-name": "enp9s0",
      "parent-interface-name": "",
      "interface-type": "ethernet",
      disabled: false,
      "config-type": "static",
      addresses: [{ value: "192.168.77.5", cidr: "192.168.77.0/24", type: "ipv4", scope: "local-cloud" }],
    };
    for (const method of ["setObservedNetworkConfig", "setHostMachineNetworkConfig"]) {
      assert.deepEqual(await own[method]({ tag: machineConf.tag, config: [device] }), {}, method);
      await assert.rejects(own[method]({ tag: pending, config: [] }), { message: "permission denied" });
    }
    for (const method of ["distributionGroup", "distributionGroupByMachineId", "tools"]) {
      const { results } = await own[method](entities(machineConf.tag, pending));
      assert.notEqual(results[0].error?.code, "unauthorized access", method);
      assert.equal(results[1].error.code, "unauthorized access", method);
    }
    // Whether there is a mirror with agents depends on where this runs; either way there is an answer.
    const wanted = { number: "4.0.1", "os-type": "ubuntu", arch: "amd64", major: 0, agentstream: "" };
    const { list, error } = await own.findTools(wanted);
    assert.ok(list?.length > 0 || error.message);
  } finally {
    agent.close();
  }
});

test("a wrong password or nonce is refused", async () => {
  await assert.rejects(loginAsAgent({ ...machineConf, apipassword: "AAAAAAAAAAAAAAAAAAAAAAAA" }), {
    message: "invalid entity name or password",
  });
  await assert.rejects(loginAsAgent({ ...machineConf, nonce: "stale" }), {
    message: `machine ${machineConf.tag.replace(/^machine-/, "")} not provisioned`,
  });
});

test("every method of the facade has been called", () => {
  const all = Object.getOwnPropertyNames(Object.getPrototypeOf(controller.facades.provisioner));
  const methods = all.filter((name) => name !== "constructor");
  assert.equal(methods.length, 47);
  assert.deepEqual(methods.filter((name) => !called.has(name)), []);
});
