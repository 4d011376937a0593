// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.facade.api.FacadeException;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.EntityPasswords;
import io.facet.facade.provisioner.common.wire.InstancesInfo;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.SetStatus;
import io.facet.facade.provisioner.common.wire.StringsResult;
import io.facet.facade.provisioner.common.wire.Unsigned;
import io.facet.facade.provisioner.common.wire.WatchContainers;
import io.facet.machine.api.Instance;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

public class JsonTest {

    private final Json json = new Json();

    @Test
    public void undecodableParamsAreRefusedWithoutCodeNamingPlaceAndExpectation() {
        Object[][] table = {
            {Entities.class, "[]", "params not valid: expected an object"},
            {Entities.class, "\"x\"", "params not valid: expected an object"},
            {Entities.class, "1", "params not valid: expected an object"},
            {Entities.class, "true", "params not valid: expected an object"},
            {Entities.class, "{\"entities\":{}}", "params.entities not valid: expected an array"},
            {Entities.class, "{\"entities\":\"\"}", "params.entities not valid: expected an array"},
            {Entities.class, "{\"entities\":[1]}", "params.entities[0] not valid: expected an object"},
            {Entities.class, "{\"entities\":[\"machine-0\"]}", "params.entities[0] not valid: expected an object"},
            {Entities.class, "{\"entities\":[{\"tag\":1}]}", "params.entities[0].tag not valid: expected a string"},
            {Entities.class, "{\"entities\":[{\"tag\":1.5}]}", "params.entities[0].tag not valid: expected a string"},
            {Entities.class, "{\"entities\":[{\"tag\":true}]}", "params.entities[0].tag not valid: expected a string"},
            {Entities.class, "{\"entities\":[{\"tag\":[]}]}", "params.entities[0].tag not valid: expected a string"},
            {Entities.class, "{\"entities\":[{\"tag\":{}}]}", "params.entities[0].tag not valid: expected a string"},
            {Entities.class, "{\"ENTITIES\":[{\"Tag\":1}]}", "params.entities[0].tag not valid: expected a string"},
            {NoParams.class, "[]", "params not valid: expected an object"},
            {NoParams.class, "\"\"", "params not valid: expected an object"},
            {NoParams.class, "3", "params not valid: expected an object"},
            {
                EntityPasswords.class,
                "{\"changes\":[{\"password\":5}]}",
                "params.changes[0].password not valid: expected a string"
            },
            {SetStatus.class, "{\"entities\":[{\"data\":[]}]}", "params.entities[0].data not valid: expected an object"
            },
            {
                SetStatus.class,
                "{\"entities\":[{\"data\":\"x\"}]}",
                "params.entities[0].data not valid: expected an object"
            },
            {WatchContainers.class, "{\"params\":7}", "params.params not valid: expected an array"},
            {
                InstancesInfo.class,
                machine("\"characteristics\":[]"),
                "params.machines[0].characteristics not valid: expected an object"
            },
            {
                InstancesInfo.class,
                machine("\"characteristics\":{\"mem\":\"8\"}"),
                "params.machines[0].characteristics.mem not valid: expected an integer"
            },
            {
                InstancesInfo.class,
                machine("\"characteristics\":{\"mem\":1.0}"),
                "params.machines[0].characteristics.mem not valid: expected an integer"
            },
            {
                InstancesInfo.class,
                machine("\"characteristics\":{\"tags\":\"a\"}"),
                "params.machines[0].characteristics.tags not valid: expected an array"
            },
            {
                InstancesInfo.class,
                machine("\"network-config\":{}"),
                "params.machines[0].network-config not valid: expected an array"
            },
            {
                InstancesInfo.class,
                machine("\"network-config\":[3]"),
                "params.machines[0].network-config[0] not valid: expected an object"
            },
            {
                InstancesInfo.class,
                machine("\"volume-attachments\":[]"),
                "params.machines[0].volume-attachments not valid: expected an object"
            },
            {
                InstancesInfo.class,
                machine("\"volumes\":[{\"info\":{\"persistent\":1}}]"),
                "params.machines[0].volumes[0].info.persistent not valid: expected true or false"
            },
            {
                InstancesInfo.class,
                machine("\"volumes\":[{\"info\":{\"persistent\":\"true\"}}]"),
                "params.machines[0].volumes[0].info.persistent not valid: expected true or false"
            },
            {
                InstancesInfo.class,
                machine("\"charm-profiles\":[1]"),
                "params.machines[0].charm-profiles[0] not valid: expected a string"
            },
        };
        SoftAssertions all = new SoftAssertions();
        for (Object[] row : table) {
            all.assertThatThrownBy(() -> decode((String) row[1], (Class<?>) row[0]))
                    .as((String) row[1])
                    .isInstanceOfSatisfying(FacadeException.class, e -> {
                        assertThat(e.code()).isEmpty();
                        assertThat(e.getMessage()).isEqualTo(row[2]);
                    });
        }
        all.assertAll();
    }

    private static String machine(String members) {
        return "{\"machines\":[{" + members + "}]}";
    }

    @Test
    public void numbersOutsideUnsigned64BitsAreRefused() {
        for (String number : List.of("-1", "18446744073709551616")) {
            assertThatThrownBy(
                            () -> decode(machine("\"characteristics\":{\"mem\":" + number + "}"), InstancesInfo.class))
                    .isInstanceOf(FacadeException.class)
                    .hasMessageContaining("params.machines[0].characteristics")
                    .hasMessageContaining("number " + number + " is not an unsigned 64-bit integer");
        }
    }

    @Test
    public void malformedJsonAndExcessiveNestingAreRefused() {
        for (String params : List.of("{", "{}{}", "", "{\"entities\":[}", "{\"data\":" + "[".repeat(200))) {
            assertThatThrownBy(() -> decode(params, Entities.class))
                    .as(params)
                    .isInstanceOfSatisfying(
                            FacadeException.class, e -> assertThat(e.code()).isEmpty());
        }
    }

    @Test
    public void nullsAndMissingMembersAreEmpty() {
        assertThat(decode("null", Entities.class).entities()).isEmpty();
        assertThat(decode("{}", Entities.class).entities()).isEmpty();
        assertThat(decode("{\"entities\":null}", Entities.class).entities()).isEmpty();
        assertThat(decode("{\"entities\":[null,{},{\"tag\":null}]}", Entities.class)
                        .entities())
                .containsOnly(new Entities.Entity(""))
                .hasSize(3);
        assertThat(decode("null", NoParams.class)).isEqualTo(new NoParams());
        assertThat(decode("{\"entities\":[null]}", SetStatus.class).entities())
                .containsExactly(new SetStatus.EntityStatus("", "", "", Map.of()));
        assertThat(decode("{\"changes\":[null]}", EntityPasswords.class).changes())
                .containsExactly(new EntityPasswords.EntityPassword("", ""));
        assertThat(decode("{\"params\":[null]}", WatchContainers.class).params())
                .containsExactly(new WatchContainers.WatchContainer("", ""));
        assertThat(decode("{\"machines\":[null]}", InstancesInfo.class).machines())
                .hasSize(1);
    }

    @Test
    public void keysMatchInAnyLetterCaseAndUnknownOnesAreIgnored() {
        assertThat(decode("{\"Entities\":[{\"TAG\":\"machine-1\",\"extra\":[1]}],\"x\":{}}", Entities.class)
                        .entities())
                .containsExactly(new Entities.Entity("machine-1"));
        assertThat(decode("{\"entities\":[{\"tag\":\"a\",\"tag\":\"b\"}]}", Entities.class)
                        .entities())
                .containsExactly(new Entities.Entity("b"));
        assertThat(decode("{\"anything\":[]}", NoParams.class)).isEqualTo(new NoParams());
    }

    @Test
    public void hardwareKeepsUnsignedNumbersAndTellsUnknownFromEmpty() {
        InstancesInfo info = decode(
                machine("\"instance-id\":\"i-1\",\"characteristics\":{\"mem\":18446744073709551615,\"cpu-cores\":0,"
                        + "\"arch\":null,\"availability-zone\":\"\",\"tags\":null}"),
                InstancesInfo.class);

        Instance instance =
                info.machines().get(0).report(new io.facet.core.MachineId("0")).instance();
        assertThat(instance.instanceId()).isEqualTo("i-1");
        assertThat(instance.hardware().mem()).hasValue(-1);
        assertThat(instance.hardware().cpuCores()).hasValue(0);
        assertThat(instance.hardware().rootDisk()).isEmpty();
        assertThat(instance.hardware().arch()).isEmpty();
        assertThat(instance.hardware().availabilityZone()).hasValue("");
        assertThat(Unsigned.number(-1)).hasToString("18446744073709551615");
    }

    @Test
    public void emptyListOfTextsIsLeftOut() {
        assertThat(new String(json.encode(StringsResult.of(List.of())), UTF_8)).isEqualTo("{}");
        assertThat(new String(json.encode(StringsResult.of(List.of("a"))), UTF_8))
                .isEqualTo("{\"result\":[\"a\"]}");
    }

    private <P> P decode(String params, Class<P> type) {
        return json.decode(params.getBytes(UTF_8), type);
    }
}
