// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.agentbinary.api.AgentBinary;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.simplestreams.Simplestreams;
import io.facet.simplestreams.StreamsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Gets archives from where streams say they are: bounded in size and time, compared with what the stream says. */
final class Fetch {

    private final Simplestreams streams;
    private final Archives archives;
    private final Supplier<Settings> settings;
    private final Executor worker;

    Fetch(Simplestreams streams, Archives archives, Supplier<Settings> settings, Executor worker) {
        this.streams = streams;
        this.archives = archives;
        this.settings = settings;
        this.worker = worker;
    }

    /**
     * Fetches an archive and keeps it, under the version that its stream gives it.
     *
     * @return fails with a {@code FacetException} that names binary and address
     */
    CompletionStage<AgentBinary> run(String modelUuid, StreamBinary wanted) {
        Settings current = settings.get();
        long size = wanted.binary().size();
        if (size > current.maxArchiveBytes()) {
            throw failed(
                    wanted,
                    ErrorCode.NONE,
                    "its " + size + " bytes are more than max.archive.bytes = " + current.maxArchiveBytes()
                            + " in etc/io.facet.agentbinary.cfg allows");
        }
        Path file = archives.files().create();
        return streams.download(wanted.url().toString(), file, size, current.fetchTimeout())
                .handleAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                throw refused(wanted, StreamsException.of(failure));
                            }
                            return checked(wanted, file);
                        },
                        worker)
                .thenCompose(complete -> archives.keep(modelUuid, wanted.original(), complete))
                .whenComplete((binary, failure) -> BinaryFiles.drop(file));
    }

    private static Archives.Complete checked(StreamBinary wanted, Path file) {
        String sha256 = Sha256.of(file);
        if (!sha256.equals(wanted.binary().sha256())) {
            throw failed(
                    wanted,
                    ErrorCode.NONE,
                    "the archive has SHA-256 " + sha256 + " instead of \""
                            + wanted.binary().sha256() + "\"");
        }
        try {
            return new Archives.Complete(file, sha256, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static RuntimeException refused(StreamBinary wanted, StreamsException failure) {
        ErrorCode code =
                switch (failure.kind()) {
                    case NOT_FOUND -> ErrorCode.NOT_FOUND;
                    case BUSY -> ErrorCode.TRY_AGAIN;
                    case UNAUTHORIZED, FAILED -> ErrorCode.NONE;
                };
        return new CompletionException(failed(wanted, code, failure.getMessage()));
    }

    private static FacetException failed(StreamBinary wanted, ErrorCode code, String reason) {
        return new FacetException(code, "cannot fetch " + wanted.original() + ": " + reason);
    }
}
