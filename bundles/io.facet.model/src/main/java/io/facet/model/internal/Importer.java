// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Who hides models: an installation, and which of its runs. A hidden model of an earlier run of this installation will
 * never be finished; one of another installation on the same database may well be.
 *
 * @param origin the installation
 * @param session its run
 */
record Importer(String origin, String session) {

    /** This installation and its present run, whichever version of this bundle asks. */
    static Importer of(BundleContext context) {
        String data = context.getProperty("karaf.data");
        Path file = Path.of(data == null ? "data" : data, "facet", "origin");
        return new Importer(origin(file), context.getProperty(Constants.FRAMEWORK_UUID));
    }

    /** The name of an installation, kept in a file. A lost file only means that what it left hidden stays hidden. */
    static String origin(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (NoSuchFileException e) {
            return create(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static String create(Path file) {
        String origin = UUID.randomUUID().toString();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, origin + "\n");
            return origin;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static IllegalStateException unusable(Path file, IOException e) {
        return new IllegalStateException(
                "cannot use " + file + " (" + e + "): make it and its directory readable and writable for this user",
                e);
    }
}
