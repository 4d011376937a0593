// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A bundle made in a test. */
final class TestBundle {
    private final Map<String, String> headers = new LinkedHashMap<>();
    // key: path of the entry
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private TestBundle(String symbolicName, String version) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", symbolicName);
        headers.put("Bundle-Version", version);
        headers.put("Import-Package", "org.osgi.framework,io.facet.sample.api;resolution:=optional");
    }

    static TestBundle named(String symbolicName, String version) {
        return new TestBundle(symbolicName, version);
    }

    /** A facade, version 1 of Sample. */
    static TestBundle facade(String version) {
        return named("sample.facade", version).declaring(1);
    }

    /** A provider of the sample service. */
    static TestBundle service(String version) {
        return named("sample.service", version)
                .header(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"io.facet.sample.api.SampleService\";"
                                + "uses:=\"io.facet.sample.api\"");
    }

    TestBundle declaring(int... versions) {
        StringBuilder header = new StringBuilder();
        for (int version : versions) {
            header.append(header.length() == 0 ? "" : ",")
                    .append("io.facet.facade;facade.name=Sample;facade.version:Long=")
                    .append(version);
        }
        return header("Provide-Capability", header.toString());
    }

    TestBundle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    TestBundle without(String header) {
        headers.remove(header);
        return this;
    }

    TestBundle entry(String path, String text) {
        entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The class that starts it, and others that it needs. */
    TestBundle activator(Class<?> activator, Class<?>... more) {
        header("Bundle-Activator", activator.getName()).with(activator);
        for (Class<?> type : more) {
            with(type);
        }
        return this;
    }

    TestBundle with(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return file;
    }
}
