// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An archive that arrives piece by piece: bounded in size, hashed on its way to the disk. */
final class IncomingFile {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingFile.class);

    private final long maxBytes;
    private final Path path;
    private final FileChannel channel;
    private final Sha256 hash = new Sha256();
    private long size;

    /** @param maxBytes bytes that are taken */
    IncomingFile(BinaryFiles files, long maxBytes) {
        this.maxBytes = maxBytes;
        path = files.create();
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path, e);
        }
    }

    /**
     * Takes the next bytes.
     *
     * @throws FacetException code {@code bad request}, if they are too many
     */
    void write(ByteBuffer bytes) {
        if (bytes.remaining() > maxBytes - size) {
            throw new FacetException(
                    ErrorCode.BAD_REQUEST, "the archive is larger than the " + maxBytes + " bytes that are allowed");
        }
        size += bytes.remaining();
        hash.add(bytes);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    long size() {
        return size;
    }

    /** No more bytes come. */
    Archives.Complete complete() {
        end();
        return new Archives.Complete(path, hash.hex(), size);
    }

    /** Drops what came. */
    void drop() {
        end();
        BinaryFiles.drop(path);
    }

    private void end() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}", path, e);
        }
    }
}
