// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.facade.api.Facade;
import io.facet.facade.provisioner.v10.internal.ProvisionerFacadeV10;
import io.facet.facade.provisioner.v9.internal.ProvisionerFacadeV9;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Keeps {@code docs/provisioner-methods.md} true. */
public class MethodsDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/provisioner-methods.md");
    private static final Path TESTS = Path.of("src/test/java/io/facet/facade/provisioner/v11/internal");

    /** Of a row: the method, and the cell that names test classes. */
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*\\| ([^|]+) \\|");

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private final Map<String, List<String>> testsByMethod = new TreeMap<>();
    private final Map<String, Set<String>> methodsBySection = new TreeMap<>();

    @Before
    public void readTable() throws Exception {
        String section = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            section = line.startsWith("## ") ? line.substring(3) : section;
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> tests = NAME.matcher(row.group(2))
                        .results()
                        .map(name -> name.group(1))
                        .toList();
                assertThat(testsByMethod.put(row.group(1), tests))
                        .as(row.group(1) + " is listed twice")
                        .isNull();
                methodsBySection
                        .computeIfAbsent(section, heading -> new TreeSet<>())
                        .add(row.group(1));
            }
        }
    }

    @Test
    public void tablesListTheMethodsOffered() {
        assertThat(methodsBySection).containsOnlyKeys("In all versions", "In 9 and 10 only");
        assertThat(methodsBySection.get("In all versions"))
                .containsExactlyInAnyOrderElementsOf(facade.facade().methods());
        for (Facade older : List.of(new ProvisionerFacadeV9(), new ProvisionerFacadeV10())) {
            assertThat(testsByMethod.keySet()).containsExactlyInAnyOrderElementsOf(older.methods());
        }
    }

    @Test
    public void testClassesThatTheTableNamesExistAndCallTheirMethod() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, List<String>> row : testsByMethod.entrySet()) {
            all.assertThat(row.getValue()).as("tests of " + row.getKey()).isNotEmpty();
            for (String test : row.getValue()) {
                Path source = TESTS.resolve(test + ".java");
                all.assertThat(source).exists();
                if (Files.exists(source)) {
                    all.assertThat(Files.readString(source)).as(test).contains("\"" + row.getKey() + "\"");
                }
            }
        }
        all.assertAll();
    }
}
