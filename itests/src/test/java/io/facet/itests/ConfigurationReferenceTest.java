// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Keeps {@code docs/configuration.md} true: what stands in it above a mark is written by hand, what stands below it is made
 * from the metatype descriptions in the bundles.
 */
public class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Path ETC = Path.of("..", "karaf-assembly", "src", "main", "resources", "etc");
    private static final Path BUNDLES = Path.of("..", "bundles");

    private static final String WRITE =
            "./mvnw package -Dtest='*ReferenceTest' -Dsurefire.failIfNoSpecifiedTests=false -Dfacet.docs.write=true";
    private static final String MARK =
            "<!-- From here on made from the bundles; do not edit. This writes it: " + WRITE + " -->";

    /** Descriptions by PID. */
    private final Map<String, Element> definitions = new TreeMap<>();

    @Before
    public void readBundles() throws Exception {
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            for (Path bundle : bundles.filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .toList()) {
                Path metatype = bundle.resolve("target/classes/OSGI-INF/metatype");
                if (Files.isDirectory(metatype)) {
                    try (Stream<Path> files = Files.list(metatype)) {
                        for (Path file : files.toList()) {
                            read(file);
                        }
                    }
                }
            }
        }
        assertThat(definitions).containsKeys("io.facet.apiserver", "io.facet.store");
    }

    private void read(Path file) throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        Map<String, Element> byId = elements(root, "OCD").stream()
                .collect(Collectors.toMap(definition -> definition.getAttribute("id"), definition -> definition));
        for (Element designate : elements(root, "Designate")) {
            Element object = elements(designate, "Object").get(0);
            Element known = definitions.put(designate.getAttribute("pid"), byId.get(object.getAttribute("ocdref")));
            assertThat(known)
                    .as("another description of %s", designate.getAttribute("pid"))
                    .isNull();
        }
    }

    @Test
    public void pageOfTheManualSaysWhatTheBundlesSayOfTheirSettings() throws Exception {
        List<String> found = Files.readAllLines(DOCUMENT);
        assertThat(found).as("%s has the mark", DOCUMENT).contains(MARK);
        List<String> wanted = new ArrayList<>(found.subList(0, found.indexOf(MARK) + 1));
        definitions.forEach((pid, definition) -> wanted.addAll(section(pid, definition)));
        if (Boolean.getBoolean("facet.docs.write")) {
            Files.write(DOCUMENT, wanted);
        } else if (!found.equals(wanted)) {
            int line = IntStream.range(0, Math.min(found.size(), wanted.size()))
                    .filter(i -> !found.get(i).equals(wanted.get(i)))
                    .findFirst()
                    .orElse(Math.min(found.size(), wanted.size()));
            fail(
                    "docs/configuration.md differs from what the bundles say of their settings, from line %d on; this"
                            + " writes it:%n%s",
                    line + 1, WRITE);
        }
    }

    /** What no bundle of Facet describes is described by hand. */
    @Test
    public void everyOtherFileInEtcHasARow() throws Exception {
        Set<String> others = new TreeSet<>();
        try (Stream<Path> files = Files.list(ETC)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !definitions.containsKey(name.replaceAll("\\.cfg$", "")))
                    .forEach(others::add);
        }
        List<String> rows = Files.readAllLines(DOCUMENT);
        assertThat(others).isNotEmpty().allSatisfy(name -> assertThat(rows)
                .as("row of docs/configuration.md about %s", name)
                .anyMatch(row -> row.startsWith("| `" + name + "` |")));
    }

    private static List<String> section(String pid, Element definition) {
        List<String> lines = new ArrayList<>(List.of("", "## " + pid, ""));
        String about = text(definition.getAttribute("description"));
        lines.add(text(definition.getAttribute("name")) + ": `etc/" + pid + ".cfg`. " + about
                + (about.endsWith(".") ? "" : "."));
        lines.addAll(List.of("", "| Setting | Default | Type | What it does |", "|---|---|---|---|"));
        for (Element attribute : elements(definition, "AD")) {
            String description = attribute.getAttribute("description");
            // A component may read the configuration of another beside its own; those settings stand in that one's
            // section.
            if (!description.startsWith("Of io.facet.")) {
                String value = attribute.getAttribute("default");
                lines.add("| `%s` | %s | %s | %s |"
                        .formatted(
                                attribute.getAttribute("id"),
                                value.isEmpty() ? "empty" : "`" + value.replace("|", "\\|") + "`",
                                attribute.getAttribute("type"),
                                text(description)));
            }
        }
        return lines;
    }

    /** Text in which Markdown finds nothing to interpret. */
    private static String text(String text) {
        return text.replaceAll("([\\\\<*_`\\[|])", "\\\\$1");
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
