// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that may take the place of a bundle, as its manifest describes it.
 *
 * @param jar the file
 * @param symbolicName Bundle-SymbolicName
 * @param version Bundle-Version
 * @param facades the facade versions it declares, as subjects
 * @param services interfaces of the services it says to provide
 * @param requiresServices whether it says to require services
 */
record Candidate(
        Path jar,
        String symbolicName,
        Version version,
        Set<String> facades,
        Set<String> services,
        boolean requiresServices) {

    private static final String SERVICE = "osgi.service";

    /**
     * Reads a whole jar, so that one that is damaged shows here.
     *
     * @throws Failure if it is no jar, is damaged, or no bundle
     */
    static Candidate read(Path jar) throws Failure, IOException {
        Attributes manifest = manifest(jar);
        String name = HeaderClause.parse(value(manifest, Constants.BUNDLE_SYMBOLICNAME)).stream()
                .map(HeaderClause::name)
                .findFirst()
                .orElse("");
        if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
                || !value(manifest, Constants.BUNDLE_MANIFESTVERSION).strip().equals("2")
                || !value(manifest, Constants.FRAGMENT_HOST).isEmpty()) {
            throw new Failure(
                    "it is a jar, but not a bundle: its manifest has no usable Bundle-SymbolicName; give the jar"
                            + " of a bundle");
        }
        List<HeaderClause> capabilities = HeaderClause.parse(value(manifest, Constants.PROVIDE_CAPABILITY));
        Set<String> services = new LinkedHashSet<>();
        capabilities.stream()
                .filter(clause -> clause.name().equals(SERVICE))
                .map(clause -> clause.attributes().getOrDefault(Constants.OBJECTCLASS, ""))
                .flatMap(interfaces -> Arrays.stream(interfaces.split(",")))
                .forEach(type -> services.add(type.strip()));
        return new Candidate(
                jar,
                name,
                version(value(manifest, Constants.BUNDLE_VERSION)),
                Facades.declaredIn(capabilities),
                services,
                HeaderClause.parse(value(manifest, Constants.REQUIRE_CAPABILITY)).stream()
                        .anyMatch(clause -> clause.name().equals(SERVICE)));
    }

    private static Version version(String text) throws Failure {
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw new Failure("its Bundle-Version \"" + text + "\" is not a version; build it again", e);
        }
    }

    private static Attributes manifest(Path jar) throws Failure, IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            readAll(jar);
            Manifest manifest = file.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (ZipException e) {
            throw new Failure("it is not a complete jar file; copy or build it again", e);
        }
    }

    /** The checksums of the entries are checked by reading them one after the other, and only so. */
    private static void readAll(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                zip.transferTo(OutputStream.nullOutputStream());
            }
        } catch (EOFException e) {
            ZipException incomplete = new ZipException(e.getMessage());
            incomplete.initCause(e);
            throw incomplete;
        }
    }

    private static String value(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        return value == null ? "" : value;
    }
}
