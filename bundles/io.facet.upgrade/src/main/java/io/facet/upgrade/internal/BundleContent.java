// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/**
 * Makes a jar of an installed bundle. The framework is asked for its content, since its location tells another story after
 * an update in place. The same content makes the same bytes.
 */
final class BundleContent {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    // The earliest that a zip can say, without a time zone in play.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BundleContent() {}

    static void write(Bundle bundle, OutputStream out) throws IOException {
        Set<String> paths = new TreeSet<>();
        collect(bundle, "/", paths);
        paths.remove("META-INF/");
        paths.remove(MANIFEST);
        ZipOutputStream zip = new ZipOutputStream(out);
        // Readers of a jar as a stream find the manifest only in front.
        add(bundle, "META-INF/", zip);
        add(bundle, MANIFEST, zip);
        for (String path : paths) {
            add(bundle, path, zip);
        }
        zip.finish();
    }

    private static void collect(Bundle bundle, String directory, Set<String> paths) {
        Enumeration<String> children = bundle.getEntryPaths(directory);
        for (String path : children == null ? Set.<String>of() : Collections.list(children)) {
            if (paths.add(path) && path.endsWith("/")) {
                collect(bundle, path, paths);
            }
        }
    }

    private static void add(Bundle bundle, String path, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        // Directories have entries too: what searches the class path for resources lists them.
        if (!path.endsWith("/")) {
            URL url = bundle.getEntry(path);
            if (url == null) {
                throw new IOException("bundle " + bundle.getBundleId() + " has no longer an entry " + path);
            }
            try (InputStream in = url.openStream()) {
                in.transferTo(zip);
            }
        }
        zip.closeEntry();
    }
}
