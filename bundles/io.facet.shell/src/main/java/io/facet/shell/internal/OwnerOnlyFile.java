// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

    /** Writes what a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all; the stream is closed by whoever opened it. */
        void writeTo(OutputStream out) throws Exception;
    }

    /**
     * Writes or replaces a file, as {@link #write(Path, Content)} does.
     *
     * @throws CommandException saying why, if it cannot be written
     */
    public static void write(Path file, String content) throws Exception {
        write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes or replaces a file that nobody but its owner can read, not even for a moment: it is made with those
     * permissions under another name and then moved, once it is complete.
     *
     * @throws CommandException saying why, if it cannot be written
     * @throws Exception what the content failed with; the file is as it was then
     */
    public static void write(Path file, Content content) throws Exception {
        Path target = file.toAbsolutePath();
        Path draft = null;
        try {
            draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".tmp", permissions(target));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                content.writeTo(out);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(draft, e);
            String reason = e instanceof FileSystemException detail && detail.getReason() != null
                    ? detail.getReason()
                    : e.getClass().getSimpleName();
            throw new CommandException("Cannot write " + target + ": " + reason, e);
        } catch (Exception e) {
            remove(draft, e);
            throw e;
        }
    }

    private static void remove(Path draft, Exception cause) {
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
