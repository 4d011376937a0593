// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.application.api.Unit;
import io.facet.machine.api.ImportedMachine;
import io.facet.model.api.ModelInfo;
import io.facet.storage.api.VolumeAttachment;
import io.facet.store.api.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cuts a description into pieces that are written one transaction each, so that none of them is long ({@code DESIGN.md}
 * section 6).
 */
final class WriteSteps {
    /** A machine is a dozen rows; most other things are one. */
    private static final int MACHINES = 500;

    private static final int OTHERS = 2000;

    /**
     * One transaction.
     *
     * @param entities how many entities it writes
     * @param body what it does
     */
    record Step(int entities, Body body) {}

    /** Writes a piece of the description under the given UUID, with the services of the moment. */
    @FunctionalInterface
    interface Body {
        void write(ModelServices services, Transaction tx, String modelUuid);
    }

    private final Description description;
    private final List<Step> steps = new ArrayList<>();

    private WriteSteps(Description description) {
        this.description = description;
    }

    /** The pieces, in order; the first one creates the model, hidden. */
    static List<Step> of(Description description) {
        WriteSteps steps = new WriteSteps(description);
        steps.model();
        steps.machines();
        steps.networks();
        steps.applications();
        steps.storage();
        return steps.steps;
    }

    private void model() {
        Description.Network network = description.network();
        int entities = 1
                + description.users().size()
                + network.spaces().size()
                + network.subnets().size()
                + description.images().size();
        steps.add(new Step(entities, (services, tx, uuid) -> {
            ModelInfo info = description.model();
            services.models()
                    .create(
                            tx,
                            new ModelInfo(
                                    uuid,
                                    info.name(),
                                    info.owner(),
                                    info.type(),
                                    info.cloudType(),
                                    info.agentVersion()),
                            description.config(),
                            true);
            services.models().setConstraints(tx, uuid, description.constraints());
            services.clouds().setCloud(tx, uuid, description.cloud());
            services.access().importModelUsers(tx, uuid, description.users());
            services.keys().importKeys(tx, uuid, description.keys());
            services.images().saveMetadata(tx, uuid, description.images());
            services.networks().importSpaces(tx, uuid, values(network.spaces()));
            services.networks().importSubnets(tx, uuid, values(network.subnets()));
            services.storage()
                    .importPools(tx, uuid, values(description.storage().pools()));
        }));
    }

    private void machines() {
        chunks(description.machines().machines(), MACHINES, (services, tx, uuid, machines) -> {
            services.machines().importMachines(tx, uuid, machines);
            services.access()
                    .importAgentHashes(tx, uuid, only(description.machines().hashes(), machines, WriteSteps::tag));
        });
        steps.add(new Step(0, (services, tx, uuid) -> services.machines()
                .importSequences(tx, uuid, description.machineSequences())));
    }

    private static String tag(ImportedMachine machine) {
        return machine.machine().id().tag();
    }

    private void networks() {
        chunks(description.network().devices(), OTHERS, (services, tx, uuid, all) -> services.networks()
                .importDevices(tx, uuid, all));
        chunks(description.network().addresses(), OTHERS, (services, tx, uuid, all) -> services.networks()
                .importAddresses(tx, uuid, all));
    }

    private void applications() {
        Description.Applications applications = description.applications();
        chunks(applications.applications(), OTHERS, (services, tx, uuid, all) -> services.applications()
                .importApplications(tx, uuid, all));
        chunks(applications.units(), OTHERS, (services, tx, uuid, units) -> {
            services.applications().importUnits(tx, uuid, units);
            services.access().importAgentHashes(tx, uuid, only(applications.hashes(), units, WriteSteps::tag));
        });
    }

    private static String tag(Unit unit) {
        return ApplicationReader.tag(unit.name());
    }

    private void storage() {
        Description.Storage storage = description.storage();
        chunks(storage.instances(), OTHERS, (services, tx, uuid, all) -> services.storage()
                .importStorageInstances(tx, uuid, all));
        Map<String, List<VolumeAttachment>> attachments = storage.attachments().stream()
                .map(Located::value)
                .collect(Collectors.groupingBy(VolumeAttachment::volumeId));
        chunks(storage.volumes(), OTHERS, (services, tx, uuid, volumes) -> {
            List<VolumeAttachment> theirs = volumes.stream()
                    .flatMap(volume -> attachments.getOrDefault(volume.id(), List.of()).stream())
                    .toList();
            services.storage().importVolumes(tx, uuid, volumes, theirs);
        });
        chunks(storage.filesystems(), OTHERS, (services, tx, uuid, all) -> services.storage()
                .importFilesystems(tx, uuid, all));
    }

    private interface ChunkBody<T> {
        void write(ModelServices services, Transaction tx, String modelUuid, List<T> chunk);
    }

    private <T> void chunks(List<Located<T>> all, int size, ChunkBody<T> body) {
        for (int from = 0; from < all.size(); from += size) {
            List<T> chunk = values(all.subList(from, Math.min(from + size, all.size())));
            steps.add(new Step(chunk.size(), (services, tx, uuid) -> body.write(services, tx, uuid, chunk)));
        }
    }

    private static <T> List<T> values(List<Located<T>> located) {
        return located.stream().map(Located::value).toList();
    }

    private static <T> Map<String, String> only(Map<String, String> hashes, List<T> owners, Function<T, String> tag) {
        Map<String, String> theirs = new LinkedHashMap<>();
        Set<String> tags = owners.stream().map(tag).collect(Collectors.toSet());
        tags.stream().filter(hashes::containsKey).sorted().forEach(t -> theirs.put(t, hashes.get(t)));
        return theirs;
    }
}
