// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.Test;

public class YamlReaderTest {
    private static final Limits SMALL = new Limits(10_000, 16, 1024, 200);

    @Test
    public void aPlainScalarIsWhatYaml11TakesItFor() {
        for (String text :
                new String[] {"0", "12", "-1", "+7", "017", "0x1F", "0b11", "1_000", "52:54:00:00:00:10", "12:30"}) {
            assertThat(kind(text)).as(text).isEqualTo(ScalarKind.INT);
        }
        for (String text : new String[] {"22.04", "1e3", "-.5", ".inf", ".NaN", "1.", "12:30:45.5"}) {
            assertThat(kind(text)).as(text).isIn(ScalarKind.FLOAT, ScalarKind.INT);
        }
        for (String text : new String[] {"true", "yes", "n", "Y", "off", "False"}) {
            assertThat(kind(text)).as(text).isEqualTo(ScalarKind.BOOL);
        }
        for (String text : new String[] {"~", "null", "NULL", ""}) {
            assertThat(kind(text)).as(text).isEqualTo(ScalarKind.NULL);
        }
    }

    @Test
    public void whatOnlyLooksLikeANumberIsText() {
        for (String text : new String[] {
            "00:16:3e:00:00:01",
            "0/lxd/0",
            "10.0.0.1",
            "4.0-beta5",
            "2024-10-05T12:06:00Z",
            "2024-10-05",
            "5f1d7e2c",
            "123e4567",
            "tRue",
            "1.2.3",
            "ubuntu@22.04/stable",
            "9a7c3d10-4e2b"
        }) {
            assertThat(kind(text)).as(text).isEqualTo(ScalarKind.TEXT);
        }
    }

    @Test
    public void aQuotedScalarIsAlwaysText() {
        for (String text : new String[] {"'0'", "\"true\"", "'22.04'", "\"\"", "|\n  12", "'52:54:00:00:00:10'"}) {
            assertThat(kind(text)).as(text).isEqualTo(ScalarKind.TEXT);
        }
    }

    @Test
    public void aliasesAndAnchorsAreRefused() {
        refused("a: &x 1\nb: *x", "anchors and aliases are not allowed (line 1, column 4)");
        refused("a: *x", "anchors and aliases are not allowed (line 1, column 4)");
        refused("a: &x [*x]", "anchors and aliases are not allowed (line 1, column 4)");
        refused("a: {<<: {b: 1}}", "merge keys are not allowed (line 1, column 5)");
        refused(
                "a: &a [x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]",
                "anchors and aliases are not allowed (line 1, column 4)");
    }

    @Test
    public void tagsAreRefused() {
        refused("a: !!python/object:os.system {}", "tags are not allowed (line 1, column 4)");
        refused("a: !!javax.script.ScriptEngineManager [x]", "tags are not allowed (line 1, column 4)");
        refused("a: !!str 12", "tags are not allowed (line 1, column 4)");
        refused("a: ! 12", "tags are not allowed (line 1, column 4)");
        refused("!!map {a: b}", "tags are not allowed (line 1, column 1)");
        refused("%TAG ! tag:example.com,2000:\n---\na: b", "tags are not allowed");
    }

    @Test
    public void anythingButOneMapIsRefused() {
        refused("", "the document is empty, expected a map");
        refused("# nothing\n", "the document is empty, expected a map");
        refused("- a", "the document is no map; expected the description of a model (line 1, column 1)");
        refused("just text", "the document is no map");
        refused("a: b\n---\nc: d", "more than one document (line 2, column 1)");
        assertThat(read("---\na: b\n...\n").get("a")).isPresent();
    }

    @Test
    public void aDuplicateKeyIsRefusedWhereverItIs() {
        refused("a: 1\nb: 2\na: 3", "duplicate key \"a\" (line 3, column 1)");
        refused("a: {b: 1, 'b': 2}", "duplicate key \"b\" (line 1, column 11)");
        refused("actions: {version: 1, actions: [{id: 1, id: 2}]}", "duplicate key \"id\"");
    }

    @Test
    public void aKeyThatIsNoScalarIsRefused() {
        refused("? [a]\n: b", "expected string as key, got a map or list");
    }

    @Test
    public void brokenSyntaxIsRefusedWithItsPlace() {
        refused("a: [1, 2\nb: 3", "not valid YAML: ");
        refused("a: 'never closed", "not valid YAML: ");
        refused("a:\n\t- tab", "not valid YAML: ");
        assertThatThrownBy(() -> read("a: 1\nb: }")).hasMessageContaining("(line 2, column 4)");
    }

    @Test
    public void whatExceedsALimitIsRefused() {
        refused("a: " + "[".repeat(2000) + "]".repeat(2000), "nested deeper than 16 levels (setting max.depth)");
        refused("a: " + "{b: ".repeat(20), "nested deeper than 16 levels (setting max.depth)");
        refused(
                "a: \"" + "x".repeat(1025) + "\"",
                "a scalar of 1025 characters is longer than 1024 (setting max.scalar.chars)");
        refused("a: [" + "1,".repeat(300) + "]", "the document has more than 200 nodes (setting max.nodes)");
        refused("a: b #" + "x".repeat(10_000), "the document is larger than 10000 bytes (setting max.document.bytes)");
    }

    @Test
    public void keysAreNoNodesOfTheirOwn() {
        // The map, the list, 66 maps in it with two values each: 200 in all.
        String full = "[" + "{a: 1, b: 2},".repeat(66) + "]";
        assertThat(read("a: " + full).keys()).containsExactly("a");
        refused("b: 1\na: " + full, "the document has more than 200 nodes (setting max.nodes)");
    }

    @Test
    public void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> read(new ByteArrayInputStream(new byte[] {'a', ':', ' ', (byte) 0xc3, '(', '\n'})))
                .isInstanceOf(FacetException.class)
                .hasMessage("the document is not UTF-8 text");
        assertThatThrownBy(() -> read(new ByteArrayInputStream("a: b".getBytes(StandardCharsets.UTF_16))))
                .isInstanceOf(FacetException.class);
        assertThatThrownBy(() -> read("a: \u0000")).hasMessageContaining("not valid YAML");
        assertThat(read("a: grüße 日本 😀").get("a").map(node -> ((YamlNode.Scalar) node).text()))
                .contains("grüße 日本 😀");
    }

    @Test
    public void aSkimmedSectionIsCountedButNotKept() {
        YamlNode.Mapping root = new YamlReader(SMALL, Set.of("actions"))
                .read(Document.stream("actions: {version: 1, actions: [{id: '1', log: [a, b]}, {id: '2'}]}"));

        YamlNode.Mapping section = (YamlNode.Mapping) root.get("actions").orElseThrow();
        YamlNode.Sequence list = (YamlNode.Sequence) section.get("actions").orElseThrow();
        assertThat(list.items()).hasSize(2).allSatisfy(item -> assertThat(((YamlNode.Mapping) item).keys())
                .isEmpty());
    }

    @Test
    public void aMapWithManyKeysFindsThemAll() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            text.append("key").append(i).append(": 'v").append(i).append("'\n");
        }
        YamlNode.Mapping root = read(text.toString());

        assertThat(root.get("key77").map(node -> ((YamlNode.Scalar) node).text()))
                .contains("v77");
        assertThat(root.get("key90")).isEmpty();
        assertThat(root.get("key77").map(YamlNode::line)).contains(78);
    }

    private static ScalarKind kind(String text) {
        YamlNode.Mapping root = new YamlReader(SMALL, Set.of()).read(Document.stream("a:\n  " + text));
        return root.has("a") && root.get("a").isEmpty()
                ? ScalarKind.NULL
                : ((YamlNode.Scalar) root.get("a").orElseThrow()).kind();
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .as(text)
                .isInstanceOf(FacetException.class)
                .satisfies(e -> assertThat(((FacetException) e).code()).isEqualTo(ErrorCode.NOT_VALID))
                .message()
                .startsWith(message);
    }

    private static YamlNode.Mapping read(String text) {
        return read(Document.stream(text));
    }

    private static YamlNode.Mapping read(InputStream in) {
        return new YamlReader(SMALL, Set.of("actions")).read(new MeteredStream(in, SMALL.documentBytes(), done -> {}));
    }
}
