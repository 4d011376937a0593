// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.core.FacetException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/** What is written is read again as what it was, and quoted where another reader could take it for something else. */
public class YamlWriterTest {
    private static final String ALPHABET =
            "abn0123456789  --::##''\"\"{}[],&*!|>%@`?~=<.+_xeEoO/\\\n\n\t\r\u0000\u0007\u0085\u00a0\u2028\ufeffé漢";

    @Test
    public void anyTextComesBackAsKeyAndAsValue() {
        Random random = new Random(20261127);
        for (int i = 0; i < 5_000; i++) {
            String text = text(random);

            String written = write(text);
            YamlNode.Mapping read;
            try {
                read = read(written);
            } catch (FacetException e) {
                throw new AssertionError(e.getMessage() + ":\n" + written, e);
            }

            assertThat(read.oddKey()).as(text).isEmpty();
            assertThat(read.keys()).containsExactly("before", "k" + text, "after");
            assertThat(scalar(read, "k" + text)).isEqualTo(text);
            YamlNode.Sequence list = (YamlNode.Sequence) read.get("after").orElseThrow();
            assertThat(((YamlNode.Scalar) list.items().get(0)).text()).isEqualTo(text);
        }
    }

    private static String scalar(YamlNode.Mapping map, String key) {
        YamlNode.Scalar scalar = (YamlNode.Scalar) map.get(key).orElseThrow();
        assertThat(scalar.kind()).as(scalar.text()).isEqualTo(ScalarKind.TEXT);
        return scalar.text();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(random.nextInt(40) == 0 ? "💩" : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String write(String text) {
        return written(yaml -> {
            yaml.text("before", text);
            yaml.text("k" + text, text);
            yaml.texts("after", List.of(text));
        });
    }

    @Test
    public void whatIsAmbiguousIsQuotedAndNothingElse() {
        for (String ambiguous : List.of(
                "",
                "0",
                "22.04",
                "n",
                "Yes",
                "null",
                "~",
                "52:54:00:00:00:10",
                "1_000",
                "0x1f",
                "1e400",
                "2024-10-05",
                "2024-10-05T12:06:00Z",
                "<<",
                "=",
                "-",
                "+",
                ".5",
                "0o7",
                ".inf")) {
            assertThat(written(yaml -> yaml.text("key", ambiguous))).isEqualTo("key: \"" + ambiguous + "\"\n");
            assertThat(written(yaml -> yaml.text(ambiguous, "text"))).contains("\"" + ambiguous + "\"");
        }
        for (String plain :
                List.of("amd64", "ubuntu@22.04/stable", "4.0-beta5", "0/lxd/0", "10.0.0.0/8", "br-enp1s0")) {
            assertThat(written(yaml -> yaml.text("key", plain))).isEqualTo("key: " + plain + "\n");
        }
    }

    @Test
    public void documentLooksLikeThatOfTheReference() {
        String text = written(yaml -> yaml.section(
                "machines",
                3,
                () -> yaml.item(() -> {
                    yaml.text("id", "0");
                    yaml.texts("jobs", List.of("host-units"));
                    yaml.textMap("none", Map.of());
                    yaml.texts("nobody", List.of());
                    yaml.text("script", "one\ntwo\n");
                    yaml.unsigned("cores", -1);
                })));

        assertThat(text)
                .isEqualTo(
                        """
                        machines:
                          version: 3
                          machines:
                          - id: "0"
                            jobs:
                            - host-units
                            none: {}
                            nobody: []
                            script: |
                              one
                              two
                            cores: 18446744073709551615
                        """);
    }

    private interface Body {
        void write(YamlWriter yaml);
    }

    private static String written(Body body) {
        StringWriter out = new StringWriter();
        YamlWriter yaml = new YamlWriter(out);
        yaml.document(() -> body.write(yaml));
        return out.toString();
    }

    private static YamlNode.Mapping read(String text) {
        return new YamlReader(Document.LIMITS, Sections.SKIMMED).read(Document.stream(text));
    }
}
