// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/** The jars that are kept: those of upgraded bundles, and those that can be rolled back to. */
final class Jars {
    private final Path jars;
    private final Path incoming;

    Jars(Path directory) throws IOException {
        jars = directory.resolve("jars");
        incoming = directory.resolve("incoming");
        DurableFiles.createDirectory(jars);
        DurableFiles.createDirectory(incoming);
    }

    /** Where a jar may be put until {@link #keep} takes it. */
    Path incoming() {
        return incoming.resolve("jar.part");
    }

    Path path(String file) {
        return jars.resolve(file);
    }

    /** Location of a kept jar in the framework. */
    String location(String file) {
        return path(file).toUri().toString();
    }

    /** Keeps a jar that was put into {@link #incoming()}. */
    KeptJar keep(Candidate candidate, boolean facade, long nowMs) throws IOException {
        List<String> subjects = facade ? List.copyOf(candidate.facades()) : List.of(candidate.symbolicName());
        String version = candidate.version().toString();
        long bytes = Files.size(candidate.jar());
        String file = publish(candidate.jar(), candidate.symbolicName(), version);
        return new KeptJar(facade, subjects, candidate.symbolicName(), version, file, bytes, nowMs);
    }

    /** The same description of an installed bundle, without a jar. */
    static KeptJar describe(Bundle bundle, boolean facade, long nowMs) {
        List<String> subjects = facade ? List.copyOf(Facades.declaredBy(bundle)) : List.of(bundle.getSymbolicName());
        return new KeptJar(
                facade, subjects, bundle.getSymbolicName(), bundle.getVersion().toString(), "", 0, nowMs);
    }

    /** Keeps what a bundle consists of now. */
    KeptJar copy(Bundle bundle, KeptJar described) throws IOException {
        Path unfinished = incoming.resolve("copy.part");
        DurableFiles.write(unfinished, out -> BundleContent.write(bundle, out));
        long bytes = Files.size(unfinished);
        String file = publish(unfinished, described.symbolicName(), described.bundleVersion());
        return new KeptJar(
                described.facade(),
                described.subjects(),
                described.symbolicName(),
                described.bundleVersion(),
                file,
                bytes,
                described.sinceMs());
    }

    /** Deletes all jars but these. */
    void sweep(Set<String> needed) throws IOException {
        for (Path directory : List.of(jars, incoming)) {
            List<Path> files;
            try (Stream<Path> listing = Files.list(directory)) {
                files = listing.toList();
            }
            for (Path file : files) {
                if (directory.equals(incoming)
                        || !needed.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private String publish(Path unfinished, String name, String version) throws IOException {
        String file = name + "-" + version + "-" + sha256(unfinished).substring(0, 12) + ".jar";
        DurableFiles.publish(unfinished, path(file));
        return file;
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
