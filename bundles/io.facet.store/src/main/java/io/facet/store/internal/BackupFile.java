// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A backup that comes into being: a draft beside the file that it is to become, so that the name stands for a whole copy
 * or for none. Closing it removes a draft that did not become the file.
 */
final class BackupFile implements AutoCloseable {

    /** What the disk must have left beyond the copy: it may be the one that the database writes to. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final Path file;
    private final Path draft;

    private BackupFile(Path file, Path draft) {
        this.file = file;
        this.draft = draft;
    }

    /**
     * An empty draft that only its owner can read.
     *
     * @param bytes how large the copy may become
     * @throws FacetException if the file exists or cannot be written
     */
    static BackupFile create(Path wanted, long bytes) {
        Path file = wanted.toAbsolutePath().normalize();
        Path directory = file.getParent();
        refuseExisting(file);
        if (directory == null || !Files.isDirectory(directory)) {
            throw new FacetException(ErrorCode.NOT_FOUND, "there is no directory " + directory + "; make it first");
        }
        try {
            long room = Files.getFileStore(directory).getUsableSpace();
            if (room - RESERVE_BYTES < bytes) {
                throw new FacetException(
                        ErrorCode.NOT_SUPPORTED,
                        "the copy may take " + bytes + " bytes and " + directory + " has room for " + room
                                + ", of which " + RESERVE_BYTES
                                + " are to stay free; make room, or name a file on another disk");
            }
            Path draft = Files.createTempFile(directory, "." + file.getFileName() + ".", ".part", ownerOnly(directory));
            return new BackupFile(file, draft);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void refuseExisting(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FacetException(
                    ErrorCode.ALREADY_EXISTS, file + " is there already; name a file that is not, or remove it first");
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static FacetException unwritable(Path file, IOException e) {
        String reason = e instanceof FileSystemException detail && detail.getReason() != null
                ? detail.getReason()
                : e.getClass().getSimpleName();
        return new FacetException(ErrorCode.NONE, "cannot write " + file + ": " + reason, e);
    }

    /** The draft, to be filled. */
    Path draft() {
        return draft;
    }

    /**
     * Makes the draft the file, once it is on disk.
     *
     * @return its size in bytes
     * @throws FacetException if that fails, or somebody else has made the file meanwhile
     */
    long publish() {
        refuseExisting(file);
        try {
            sync(draft, StandardOpenOption.WRITE);
            long size = Files.size(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.getParent(), StandardOpenOption.READ);
            return size;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw unwritable(draft, e);
        }
    }
}
