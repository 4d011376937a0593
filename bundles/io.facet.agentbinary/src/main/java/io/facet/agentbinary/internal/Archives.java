// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.agentbinary.api.AgentBinaryArchive;
import io.facet.core.AgentBinaryVersion;
import io.facet.store.api.Store;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Files and table together: an entry is written after its file, and a file goes after its last entry. */
final class Archives {

    /**
     * An archive on disk, not yet kept.
     *
     * @param path the file
     * @param sha256 its hash
     * @param size its size in bytes
     */
    record Complete(Path path, String sha256, long size) {}

    private final Store store;
    private final BinaryTable table;
    private final Supplier<Settings> settings;
    private final Executor worker;

    /**
     * Ends when what was kept last is kept: one after another, so that none deletes what another needs. A lock holds for
     * other instances on the same directory. Guarded by this.
     */
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Archives(Store store, BinaryTable table, Supplier<Settings> settings, Executor worker) {
        this.store = store;
        this.table = table;
        this.settings = settings;
        this.worker = worker;
    }

    /** The archive, if its file is here. */
    Optional<AgentBinaryArchive> open(AgentBinary binary) {
        return files().open(binary.sha256(), binary.size()).map(content -> new AgentBinaryArchive(binary, content));
    }

    /** An empty file for an archive that arrives. */
    IncomingFile create() {
        return new IncomingFile(files(), settings.get().maxArchiveBytes());
    }

    /** Keeps an archive under the version, or drops it. */
    synchronized CompletionStage<AgentBinary> keep(String modelUuid, AgentBinaryVersion version, Complete archive) {
        CompletableFuture<AgentBinary> kept = last.handle((done, failure) -> null)
                .thenComposeAsync(
                        free -> {
                            FileChannel lock = files().lock();
                            return published(modelUuid, version, archive)
                                    .whenComplete((binary, failure) -> BinaryFiles.unlock(lock));
                        },
                        worker)
                .whenComplete((binary, failure) -> BinaryFiles.drop(archive.path()));
        last = kept;
        return kept;
    }

    private CompletionStage<AgentBinary> published(String modelUuid, AgentBinaryVersion version, Complete archive) {
        try {
            files().publish(archive.path(), archive.sha256());
            return enter(modelUuid, new AgentBinary(version, archive.sha256(), archive.size()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<AgentBinary> enter(String modelUuid, AgentBinary binary) {
        return store.write(modelUuid, tx -> {
                    Optional<String> replaced = table.put(tx, binary);
                    List<AgentBinary> all = table.all(tx);
                    return replaced.filter(
                            hash -> all.stream().noneMatch(each -> each.sha256().equals(hash)));
                })
                .thenApplyAsync(
                        unneeded -> {
                            unneeded.ifPresent(files()::delete);
                            return binary;
                        },
                        worker);
    }

    /** Where the archives are. */
    BinaryFiles files() {
        return new BinaryFiles(settings.get().dir());
    }
}
