// SPDX-License-Identifier: Apache-2.0
package io.facet.settings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.osgi.service.metatype.AttributeDefinition;

public class MistakesTest {

    private static final Map<String, AttributeDefinition> SETTINGS = Map.of(
            "port", new Setting("port", AttributeDefinition.INTEGER),
            "host", new Setting("host", AttributeDefinition.STRING),
            "max.bytes", new Setting("max.bytes", AttributeDefinition.LONG),
            "audit", new Setting("audit", AttributeDefinition.BOOLEAN));

    @Test
    public void whatIsRightIsNotTold() {
        assertThat(mistakes("port", "17070", "host", "", "max.bytes", "1099511627776", "audit", "false"))
                .isEmpty();
        assertThat(mistakes("port", 17070, "max.bytes", 5L)).isEmpty();
    }

    @Test
    public void whatThePlatformAddsIsNotTold() {
        assertThat(mistakes("service.pid", "io.facet.sample", "felix.fileinstall.filename", "file:/etc/x.cfg"))
                .isEmpty();
    }

    @Test
    public void unknownKeyIsToldWithTheOneThatItResembles() {
        assertThat(mistakes("prot", "17070", "max_bytes", "5", "colour", "red"))
                .containsExactly(
                        "etc/io.facet.sample.cfg: there is no setting \"colour\", so it does nothing",
                        "etc/io.facet.sample.cfg: there is no setting \"max_bytes\", so it does nothing; did you mean"
                                + " \"max.bytes\"?",
                        "etc/io.facet.sample.cfg: there is no setting \"prot\", so it does nothing; did you mean"
                                + " \"port\"?");
    }

    @Test
    public void textThatIsNoNumberIsTold() {
        assertThat(mistakes("port", "3000000000", "max.bytes", "1 GB", "audit", "yes"))
                .containsExactly(
                        "etc/io.facet.sample.cfg: audit = \"yes\" is not true or false",
                        "etc/io.facet.sample.cfg: max.bytes = \"1 GB\" is not a whole number",
                        "etc/io.facet.sample.cfg: port = \"3000000000\" is not a whole number of at most 2147483647");
    }

    @Test
    public void fileThatNothingReadsIsToldIfItResemblesOneThatIs() {
        Set<String> pids = Set.of("io.facet.apiserver", "io.facet.store");
        assertThat(Mistakes.unread("io.facet.apisever", pids))
                .containsExactly("nothing reads etc/io.facet.apisever.cfg; did you mean etc/io.facet.apiserver.cfg?");
        assertThat(Mistakes.unread("io.facet.importer", pids)).isEmpty();
    }

    private static List<String> mistakes(Object... keysAndValues) {
        Hashtable<String, Object> values = new Hashtable<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Mistakes.in("io.facet.sample", SETTINGS, values);
    }

    private record Setting(String id, int type) implements AttributeDefinition {
        @Override
        public String getName() {
            return id;
        }

        @Override
        public String getID() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public int getCardinality() {
            return 0;
        }

        @Override
        public int getType() {
            return type;
        }

        @Override
        public String[] getOptionValues() {
            return new String[0];
        }

        @Override
        public String[] getOptionLabels() {
            return new String[0];
        }

        @Override
        public String validate(String value) {
            return null;
        }

        @Override
        public String[] getDefaultValue() {
            return new String[0];
        }
    }
}
