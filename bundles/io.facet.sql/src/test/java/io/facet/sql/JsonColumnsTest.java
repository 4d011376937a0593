// SPDX-License-Identifier: Apache-2.0
package io.facet.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.Constraints;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class JsonColumnsTest {

    @Test
    public void anyJsonComesBackWithTheSameText() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("a.b$", null);
        values.put("big", new BigInteger("18446744073709551615"));
        values.put("exact", new BigDecimal("0.12345678901234567890123"));
        values.put("float", 1.5);
        values.put("list", Arrays.asList(1, "two", null, Map.of("three", 3L)));
        values.put("transient", true);
        String json = JsonColumns.write(values);

        Map<String, Object> read = JsonColumns.object(json);
        assertThat(JsonColumns.write(read)).isEqualTo(json);
        assertThat(read)
                .containsEntry("transient", true)
                .containsEntry("a.b$", null)
                .containsEntry("big", new BigInteger("18446744073709551615"))
                .containsEntry("exact", new BigDecimal("0.12345678901234567890123"));
    }

    @Test
    public void orderOfKeysDoesNotMatter() {
        Map<String, String> ab = new LinkedHashMap<>(Map.of("a", "1"));
        ab.put("b", "2");
        Map<String, String> ba = new LinkedHashMap<>(Map.of("b", "2"));
        ba.put("a", "1");

        assertThat(JsonColumns.write(ab)).isEqualTo(JsonColumns.write(ba));
        assertThat(JsonColumns.stringMap(JsonColumns.write(ab))).isEqualTo(ab);
    }

    @Test
    public void listsKeepTheirOrder() {
        assertThat(JsonColumns.strings(JsonColumns.write(List.of("b", "a", ""))))
                .containsExactly("b", "a", "");
    }

    @Test
    public void constraintsLoseNothing() {
        Constraints constraints = Constraints.of(Map.of(
                Constraints.Key.ARCH,
                "",
                Constraints.Key.CORES,
                0L,
                Constraints.Key.MEM,
                -1L,
                Constraints.Key.TAGS,
                List.of(),
                Constraints.Key.SPACES,
                List.of("db, with comma", "^pub"),
                Constraints.Key.ALLOCATE_PUBLIC_IP,
                false));
        String json = JsonColumns.write(constraints);

        assertThat(json)
                .contains("\"mem\":18446744073709551615", "\"arch\":\"\"")
                .doesNotContain("zones");
        assertThat(JsonColumns.constraints(json)).isEqualTo(constraints);
        assertThat(JsonColumns.constraints(JsonColumns.write(Constraints.NONE))).isEqualTo(Constraints.NONE);
    }

    @Test
    public void brokenTextIsNamed() {
        assertThatThrownBy(() -> JsonColumns.strings("{"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stored text is not the JSON expected: {");
    }
}
