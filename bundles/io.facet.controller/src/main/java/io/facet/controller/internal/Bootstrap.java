// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import io.facet.cloud.api.CloudSpec;
import io.facet.controller.api.ControllerIdentity;
import io.facet.core.AgentBinaryVersion;
import io.facet.core.AgentVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.HardwareCharacteristics;
import io.facet.core.Life;
import io.facet.core.StatusInfo;
import io.facet.machine.api.ImportedMachine;
import io.facet.machine.api.Instance;
import io.facet.machine.api.Machine;
import io.facet.model.api.ModelInfo;
import io.facet.storage.api.StoragePool;
import io.facet.store.api.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first boot makes ({@code DESIGN.md} section 7). Each step looks whether it is done already, so a boot that was
 * cut off is completed by the next one, and a restart changes nothing.
 */
final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String ADMIN = "admin";
    private static final String NONCE = "user-admin:bootstrap";
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64", "ppc64le", "ppc64el");

    private final Node node;
    private final ControllerIdentity controller;
    private final Services services;
    private final String cloudType;
    private final Base base;
    private final AgentVersion version;

    Bootstrap(Node node, ControllerIdentity controller, Services services, ControllerConfig config) {
        this.node = node;
        this.controller = controller;
        this.services = services;
        this.cloudType = config.cloud_type();
        this.base = Base.parse(config.machine_base());
        this.version = AgentVersion.parse(config.server_version());
    }

    /** The password for a user who does not exist yet, from a file that only the owner can read. */
    String adminPassword() {
        Path file = node.directory().resolve("admin-password");
        // A file without a user is what a boot left that was cut off between the two.
        return PrivateFiles.read(file)
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> {
                    String password = services.access().generateAgentPassword();
                    PrivateFiles.write(file, password + "\n");
                    LOG.info("The password of user {} is in {}", ADMIN, file);
                    return password;
                });
    }

    /** Whether the user that the first boot makes is missing. */
    boolean needsAdmin(Transaction tx) {
        return !services.access().userExists(tx, ADMIN);
    }

    /**
     * Makes what is missing of the controller model, the machine of this node and the first user.
     *
     * @param adminPassword password for the first user, empty if there was one
     * @return whether the machine is new, and therefore without a password
     */
    boolean complete(Transaction tx, Optional<String> adminPassword) {
        String model = controller.modelUuid();
        if (services.models().model(tx, model).isEmpty()) {
            ModelInfo info = new ModelInfo(model, "controller", ADMIN, "iaas", cloudType, version);
            services.models().create(tx, info, Map.of("name", "controller", "uuid", model, "type", cloudType), false);
            services.clouds().setCloud(tx, model, new CloudSpec(cloudType, cloudType, "", ""));
            services.storage().importPools(tx, model, defaultPools());
        }
        boolean newMachine =
                services.machines().machines(tx, model, List.of(node.machine())).isEmpty();
        if (newMachine) {
            services.machines().importMachines(tx, model, List.of(machine()));
        }
        if (adminPassword.isPresent() && needsAdmin(tx)) {
            services.access().setUser(tx, ADMIN, adminPassword.get(), "superuser");
            services.access().importModelUsers(tx, model, Map.of(ADMIN, "admin"));
        }
        return newMachine;
    }

    /** Only this model starts with any ({@code provisioning-info.md} section 9). */
    private List<StoragePool> defaultPools() {
        return services.clouds().defaultPools(cloudType).stream()
                .map(pool -> new StoragePool(pool.name(), pool.provider(), pool.attributes()))
                .toList();
    }

    /** The machine that this process runs on: nobody else will ever provision it or report on it. */
    private ImportedMachine machine() {
        String arch = ARCHITECTURES.getOrDefault(System.getProperty("os.arch"), System.getProperty("os.arch"));
        HardwareCharacteristics unknown = HardwareCharacteristics.UNKNOWN;
        HardwareCharacteristics hardware = new HardwareCharacteristics(
                Optional.of(arch),
                unknown.mem(),
                unknown.rootDisk(),
                unknown.rootDiskSource(),
                unknown.cpuCores(),
                unknown.cpuPower(),
                unknown.tags(),
                unknown.availabilityZone(),
                unknown.virtType());
        Machine machine = new Machine(
                node.machine(),
                Life.ALIVE,
                base,
                Constraints.NONE,
                "",
                List.of(Machine.JOB_HOST_UNITS, Machine.JOB_MANAGE_MODEL),
                NONCE,
                true,
                Optional.of(new AgentBinaryVersion(version, base.os(), arch)),
                Optional.of(List.of()),
                Optional.of(new Instance("controller-" + node.id(), "", hardware, List.of())));
        Instant now = Instant.now();
        return new ImportedMachine(
                machine,
                new StatusInfo("started", "", Map.of(), now),
                new StatusInfo("running", "", Map.of(), now),
                new StatusInfo("idle", "", Map.of(), now));
    }
}
