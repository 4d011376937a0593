// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Held while the files of a node are looked at and made: another instance of this bundle, such as its successor while it
 * is exchanged, waits and then finds them made.
 */
final class NodeLock {

    private static final long PAUSE_MS = 20;

    private NodeLock() {}

    /**
     * What the work gives, done while nobody else works on the data directory, which is made if it is missing.
     *
     * @throws IllegalStateException if the lock cannot be had, or the thread is interrupted, which it then still is
     */
    static <T> T holding(Path directory, Supplier<T> work) {
        Path file = directory.resolve("node.lock");
        try {
            try (FileChannel channel = PrivateFiles.open(file)) {
                while (!isTaken(channel)) {
                    Thread.sleep(PAUSE_MS);
                }
                return work.get();
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot lock " + file + " (" + e + "): make it and its directory writable for this user", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + file, e);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held in this process, by another class loader perhaps.
            return false;
        }
    }
}
