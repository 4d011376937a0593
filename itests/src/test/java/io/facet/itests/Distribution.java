// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The archive that people download, as the build has just made it.
 *
 * @param archive the tar.gz
 * @param buildDirectory directory that tests may write in
 */
record Distribution(Path archive, Path buildDirectory) {

    static Distribution underTest() {
        String archive = System.getProperty("facet.distribution");
        if (archive == null || !Files.exists(Path.of(archive))) {
            throw new IllegalStateException(
                    "system property facet.distribution must name the distribution's tar.gz, is " + archive
                            + "; build it with ./mvnw -DskipTests package");
        }
        return new Distribution(
                Path.of(archive).toAbsolutePath().normalize(), Path.of(System.getProperty("facet.build.directory")));
    }

    /** Its {@code etc}, as the build has put it into the archive. */
    Path etc() {
        return archive.resolveSibling("assembly").resolve("etc");
    }

    /** The zip archive beside it. */
    Path zip() {
        return archive.resolveSibling(archive.getFileName().toString().replaceAll("\\.tar\\.gz$", ".zip"));
    }

    /** Karaf as it is published: the tar.gz. */
    static Path stockKaraf() {
        return Path.of(System.getProperty("facet.stock.karaf"));
    }

    /** What is dropped into the {@code deploy} directory of a Karaf. */
    static Path kar() {
        return Path.of(System.getProperty("facet.kar")).toAbsolutePath().normalize();
    }

    /** The Maven repository that the KAR is made of. */
    static Path karRepository() {
        return kar().resolveSibling("kar").resolve("repository");
    }

    /** A directory below the build directory, made if it is not there. */
    Path workDirectory(String name) {
        try {
            return Files.createDirectories(buildDirectory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
