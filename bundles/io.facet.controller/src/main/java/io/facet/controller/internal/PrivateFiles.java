// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner can read, written whole or not at all. */
final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /**
     * The text of a file, or empty if there is no such file.
     *
     * @throws IllegalStateException naming the file and the remedy, if it cannot be read
     */
    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot read " + file + " (" + e
                            + "): make it readable for this user, or delete it to have a new one" + " made",
                    e);
        }
    }

    /** Writes a file: after a crash it has either its old content or all of the new. */
    static void write(Path file, String text) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            createDirectory(file.getParent());
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, attributes(FILE));
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (ClosedByInterruptException e) {
            throw new IllegalStateException("interrupted while writing " + file, e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot write " + file + " (" + e + "): make its directory writable for this user", e);
        }
    }

    /** Opens a file for writing; file and directory are made if they are missing. */
    static FileChannel open(Path file) throws IOException {
        createDirectory(file.getParent());
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(FILE));
    }

    /** Deletes a file if it is there. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + file + " (" + e + "): delete it by hand", e);
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(DIRECTORY));
        if (POSIX) {
            // It may have been there before.
            Files.setPosixFilePermissions(directory, DIRECTORY);
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
