// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner can read, and that a crash leaves whole or not at all. */
final class DurableFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private DurableFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes a directory, if it is not there, and closes it to others. */
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(DIRECTORY));
        if (POSIX) {
            Files.setPosixFilePermissions(directory, DIRECTORY);
        }
    }

    /** Writes a file that is on disk when this returns. It has no name that counts yet: {@link #publish} gives it one. */
    static void write(Path unfinished, Content content) throws IOException {
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, attributes(FILE));
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Puts a finished file in the place of another, or of none. */
    static void publish(Path finished, Path file) throws IOException {
        Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
