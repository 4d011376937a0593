// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds the component descriptions of all service providers and facades to what exchanging them takes: a reference to
 * another of them moves to its successor at once and takes nobody down.
 */
public class ExchangeableProvidersTest {

    private static final Path BUNDLES = Path.of("..", "bundles");

    /** The server is never exchanged, the store together with all that use it, and commands are looked up each time. */
    private static final Set<String> OTHERS = Set.of("io.facet.apiserver", "io.facet.store", "io.facet.shell");

    /** What is exchanged in place: everybody starts afresh with it. */
    private static final Set<String> STORE = Set.of("io.facet.store.api.Store", "io.facet.store.api.ChangeStream");

    private record Component(String name, Element description) {

        List<Element> references() {
            NodeList found = description.getElementsByTagName("reference");
            List<Element> references = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                references.add((Element) found.item(i));
            }
            return references;
        }
    }

    @Test
    public void referencesToOtherServicesMoveAtOnce() throws Exception {
        for (Component component : components()) {
            for (Element reference : component.references()) {
                String type = reference.getAttribute("interface");
                if (type.startsWith("io.facet.") && !STORE.contains(type)) {
                    assertThat(List.of(reference.getAttribute("policy"), reference.getAttribute("policy-option")))
                            .as("policy of the reference of %s to %s", component.name(), type)
                            .containsExactly("dynamic", "greedy");
                }
            }
        }
    }

    /** One that is started when somebody asks would fail too late, and end when nobody does. */
    @Test
    public void componentsAreImmediate() throws Exception {
        for (Component component : components()) {
            assertThat(component.description().getAttribute("immediate"))
                    .as("immediate of %s", component.name())
                    .isEqualTo("true");
        }
    }

    private static List<Component> components() throws Exception {
        List<Component> components = new ArrayList<>();
        for (Path bundle : withComponents()) {
            Path descriptions = bundle.resolve("target/classes/OSGI-INF");
            assertThat(descriptions)
                    .as("component descriptions of %s, which has to be built before", bundle.getFileName())
                    .isDirectory();
            try (Stream<Path> files = Files.list(descriptions)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".xml")).toList()) {
                    components.add(new Component(
                            file.getFileName().toString(),
                            DocumentBuilderFactory.newInstance()
                                    .newDocumentBuilder()
                                    .parse(file.toFile())
                                    .getDocumentElement()));
                }
            }
        }
        assertThat(components).hasSizeGreaterThan(15);
        return components;
    }

    private static List<Path> withComponents() throws IOException {
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            return bundles.filter(each -> !OTHERS.contains(each.getFileName().toString()))
                    .filter(ExchangeableProvidersTest::hasComponents)
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasComponents(Path bundle) {
        Path sources = bundle.resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).lines().anyMatch(line -> line.matches("@Component(\\(.*)?"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
