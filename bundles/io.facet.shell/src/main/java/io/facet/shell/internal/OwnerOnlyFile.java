// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.karaf.shell.support.CommandException;

/** Writes files that hold credentials. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /**
     * Writes or replaces a file that nobody but its owner can read, not even for a moment: it is made with those
     * permissions under another name and then moved.
     *
     * @throws CommandException saying why, if it cannot be written
     */
    public static void write(Path file, String content) throws CommandException {
        Path target = file.toAbsolutePath();
        Path draft = null;
        try {
            draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".tmp", permissions(target));
            Files.writeString(draft, content);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(draft, e);
            String reason = e instanceof FileSystemException detail && detail.getReason() != null
                    ? detail.getReason()
                    : e.getClass().getSimpleName();
            throw new CommandException("Cannot write " + target + ": " + reason, e);
        }
    }

    private static void remove(Path draft, IOException cause) {
        if (draft == null) {
            return;
        }
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static FileAttribute<?>[] permissions(Path target) {
        boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
