// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives on disk, readable by their owner only. Each is named by its SHA-256 and appears whole or not at all.
 *
 * @param dir the directory that holds them
 */
record BinaryFiles(Path dir) {

    private static final Logger LOG = LoggerFactory.getLogger(BinaryFiles.class);

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final String UNFINISHED = ".part";

    /** Held by whoever adds and deletes archives. */
    private static final String LOCK = ".lock";

    private static final long LOCK_PAUSE_MS = 20;

    /** What is unfinished for this long was left by a controller that ended: nothing takes so long to arrive. */
    private static final Duration ABANDONED = Duration.ofDays(2);

    /** An empty file for an archive that arrives. */
    Path create() {
        try {
            return createUnfinished();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + dir, e);
        }
    }

    private Path createUnfinished() throws IOException {
        Files.createDirectories(dir, attributes(DIRECTORY));
        if (POSIX) {
            // It may have been there before.
            Files.setPosixFilePermissions(dir, DIRECTORY);
        }
        return Files.createTempFile(dir, "", UNFINISHED, attributes(FILE));
    }

    /** Waits until no other instance adds or deletes archives, and keeps them from it until the channel is closed. */
    FileChannel lock() {
        try {
            FileChannel lock = FileChannel.open(
                    dir.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(FILE));
            try {
                while (!isTaken(lock)) {
                    Thread.sleep(LOCK_PAUSE_MS);
                }
                return lock;
            } catch (IOException | InterruptedException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + dir, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the lock of " + dir, e);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held in this process, by another class loader perhaps.
            return false;
        }
    }

    /** Gives back what {@link #lock} took. */
    static void unlock(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("Cannot close the lock of the archives", e);
        }
    }

    /** Gives a complete file its name, durably. */
    void publish(Path complete, String sha256) {
        try {
            move(complete, sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + complete, e);
        }
    }

    private void move(Path complete, String sha256) throws IOException {
        try (FileChannel file = FileChannel.open(complete, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(complete, dir.resolve(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (POSIX) {
            try (FileChannel directory = FileChannel.open(dir, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** The archive with this hash and size, if it is here. */
    Optional<InputStream> open(String sha256, long size) {
        Path file = dir.resolve(sha256);
        try {
            if (Files.size(file) != size) {
                LOG.warn("Not using {}, which is not {} bytes long: delete it to have it fetched again", file, size);
                return Optional.empty();
            }
            return Optional.of(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the archive with this hash. */
    void delete(String sha256) {
        drop(dir.resolve(sha256));
    }

    /** Deletes a file if it is there. */
    static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Delete {} by hand: nothing refers to it any more", file, e);
        }
    }

    /** Deletes what a controller that ended left unfinished. */
    void clear() {
        if (!Files.isDirectory(dir)) {
            return;
        }
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(dir, "*" + UNFINISHED)) {
            for (Path file : unfinished) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("Cannot look for unfinished archives in {}", dir, e);
        }
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
