// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of Facet's own data. SQLite makes a file but no directory, and in a Karaf that Facet was installed into
 * nobody else has made it by now.
 */
final class DataDirectory {

    private DataDirectory() {}

    /** Makes it if it is not there, and closes it to all but its owner. */
    static void make() {
        make(Path.of(System.getProperty("karaf.data", "data"), "facet"));
    }

    static void make(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make " + directory + " a directory of this user alone: " + e.getMessage(), e);
        }
    }
}
