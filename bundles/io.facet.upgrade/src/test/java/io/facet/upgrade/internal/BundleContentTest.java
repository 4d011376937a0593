// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.upgrade.sample.FacadeActivator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The jar that is made of an installed bundle. */
public class BundleContentTest {

    @Rule
    public final FrameworkRule framework = new FrameworkRule();

    @Test
    public void jarHasAllThatTheBundleHas() throws Exception {
        TestBundle content = TestBundle.facade("1.0.0")
                .activator(FacadeActivator.class)
                .entry("db/migration/sample/V1__tables.sql", "create table x")
                .entry("META-INF/services/some.Type", "some.Implementation")
                .entry("lib/nested.jar", "any bytes");
        Bundle bundle = framework.install(content, "given.jar");

        Path copy = Files.write(framework.file("copy.jar"), copy(bundle));

        Map<String, byte[]> entries = entries(copy);
        assertThat(entries.keySet()).startsWith("META-INF/", "META-INF/MANIFEST.MF");
        assertThat(entries.keySet())
                .as("directories, which class path scanners look for")
                .contains("db/", "db/migration/", "db/migration/sample/", "META-INF/services/", "lib/");
        entries(framework.file("given.jar"))
                .forEach((path, bytes) -> assertThat(entries.get(path)).as(path).isEqualTo(bytes));
        try (JarInputStream jar = new JarInputStream(Files.newInputStream(copy))) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-Version"))
                    .isEqualTo("1.0.0");
        }
    }

    @Test
    public void copyOfACopyIsTheSame() throws Exception {
        Bundle bundle = framework.install(
                TestBundle.facade("1.0.0").activator(FacadeActivator.class).entry("a/b", "text"), "given.jar");
        byte[] copy = copy(bundle);
        bundle.uninstall();

        Bundle again = framework.context().installBundle("copy:", new ByteArrayInputStream(copy));

        assertThat(copy(again)).isEqualTo(copy);
    }

    private static byte[] copy(Bundle bundle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BundleContent.write(bundle, bytes);
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            List<? extends ZipEntry> all = Collections.list(jar.entries());
            for (ZipEntry entry : all) {
                entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }
}
