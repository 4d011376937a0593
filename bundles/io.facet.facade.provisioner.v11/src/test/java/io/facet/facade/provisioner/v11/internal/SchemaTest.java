// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static io.facet.facade.provisioner.v11.internal.ProvisionerRule.entities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facet.core.Life;
import io.facet.core.MachineId;
import io.facet.storage.api.Volume;
import io.facet.storage.api.VolumeAttachment;
import io.facet.storage.api.VolumeInfo;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.Rule;
import org.junit.Test;

/**
 * Holds params and results of every method to the shapes that Juju's clients expect. {@link ProvisionerRule} holds the
 * results of all other tests to them too.
 */
public class SchemaTest {

    private static final File PUBLISHED = new File("../../../shared/contract/schema/Provisioner-v11.json");

    private static final VolumeInfo MADE = new VolumeInfo("v-1", "", "", 1, true);

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private final SoftAssertions all = new SoftAssertions();
    private final Shapes shapes = Shapes.read();

    @Test
    public void shapesAreThePublishedOnesAsCorrected() throws Exception {
        assumeTrue("the contract is not at hand", PUBLISHED.exists());
        Shapes published =
                new PublishedShapes(new ObjectMapper().readTree(PUBLISHED).get("Schema")).corrected();

        assertThat(shapes.methods()).isEqualTo(published.methods());
        assertThat(shapes.types()).isEqualTo(published.types());
    }

    @Test
    public void methodsOfferedAreThoseWithAShape() {
        assertThat(shapes.methods().keySet())
                .containsExactlyInAnyOrderElementsOf(facade.facade().methods());
    }

    @Test
    public void minimalAndMaximalSamplesAreValid() {
        shapes.types().keySet().forEach(type -> {
            all.assertThat(shapes.violations(type, shapes.sample(type, false), type))
                    .isEmpty();
            all.assertThat(shapes.violations(type, shapes.sample(type, true), type))
                    .isEmpty();
        });
        all.assertAll();
    }

    @Test
    public void paramsOfTheirShapeAreAccepted() {
        for (String method : facade.facade().methods()) {
            String type = shapes.methods().get(method).params();
            JsonNode maximal = shapes.sample(type, true);
            // A null list is an empty one.
            String nulls = maximal.toString().replaceAll("\\[.*]", "null");
            for (String params : List.of("{}", shapes.sample(type, false).toString(), maximal.toString(), nulls)) {
                all.assertThat(facade.refusal(method, params.replace('"', '\'')))
                        .as(method + " with " + params)
                        .doesNotContain("not valid: expected", "params not valid");
            }
        }
        all.assertAll();
    }

    @Test
    public void resultsForNothingHaveTheirShape() {
        for (String method : facade.facade().methods()) {
            if (!facade.refusal(method, "{}").startsWith("no error")) {
                continue; // There is nothing to answer on the machine without a name.
            }
            check(method, "{}");
        }
        all.assertAll();
    }

    @Test
    public void resultsHaveTheirShape() {
        facade.machine("0", Life.ALIVE, "spaces=alpha cores=2 root-disk-source=loop", true);
        facade.machine("1", Life.DEAD);
        facade.config(Map.of("cloudinit-userdata", "packages: [jq]", "apt-mirror", "http://mirror"));
        facade.write(tx -> {
            MachineId machine = new MachineId("0");
            facade.storage.importVolumes(
                    tx,
                    ProvisionerRule.MODEL,
                    List.of(
                            new Volume("0", Optional.empty(), "lxd", 1, Optional.empty(), "pending"),
                            new Volume("1", Optional.empty(), "lxd", 1, Optional.of(MADE), "attaching")),
                    List.of(
                            new VolumeAttachment("0", machine, true, Optional.empty()),
                            new VolumeAttachment("1", machine, true, Optional.empty())));
            return null;
        });
        String entities = entities("machine-0", "machine-1", "machine-42", "nonsense");
        String model = entities("model-" + ProvisionerRule.MODEL, "nonsense");
        String tag = "'tag':'machine-0'";
        String params = "'tag':'machine-0','config':[],'machines':[{" + tag + "}],'changes':[{" + tag + "}],"
                + "'params':[{'machine-tag':'machine-0'},{'machine-tag':'machine-42'}],"
                + "'type':'lxd','args':[{'entity':{'tag':'machine-0'},'profiles':['a']}]}";

        for (String method : facade.facade().methods()) {
            if (method.equals("EnsureDead")) {
                continue; // It fails as a whole on an unparsable tag; its results are those of Remove.
            }
            String named = method.equals("ControllerAPIInfoForModels") ? model : entities;
            check(method, named.substring(0, named.length() - 1) + "," + params);
        }
        all.assertAll();
    }

    private void check(String method, String params) {
        JsonNode result = facade.call(method, params);
        all.assertThat(shapes.violations(
                        method, result, shapes.methods().get(method).result()))
                .isEmpty();
    }
}
