// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v11.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeException;
import io.facet.facade.provisioner.common.Services;
import io.facet.facade.provisioner.v10.internal.ProvisionerFacadeV10;
import io.facet.facade.provisioner.v9.internal.ProvisionerFacadeV9;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The call by which a facade tells whether it can serve. */
public class ProbeTest {

    @Rule
    public final ProvisionerRule facade = new ProvisionerRule();

    private String controllerModel;

    @Before
    public void findControllerModel() {
        controllerModel = facade.read(tx -> facade.controller.identity(tx).modelUuid());
    }

    @Test
    public void probeReadsAndDoesNothingElse() {
        facade.addModel(controllerModel, "controller");
        CountingStore readOnly = new CountingStore(facade.store);

        long before = 0;
        for (Facade version : versions(facade.servicesOn(readOnly, facade.provisioning))) {
            probe(version);
            assertThat(readOnly.statements()).isGreaterThan(before);
            before = readOnly.statements();
        }
        assertThat(facade.watches).isEmpty();
    }

    @Test
    public void probeFailsAsACallDoes() {
        for (Facade version : versions(facade.services())) {
            assertThatThrownBy(() -> probe(version))
                    .hasCauseInstanceOf(FacadeException.class)
                    .hasMessageContaining("retrieving environ: cloud of model \"" + controllerModel + "\" not found");
        }
    }

    @Test
    public void probeFailsWhenTheStoreIsClosed() {
        facade.addModel(controllerModel, "controller");
        facade.store.close();
        for (Facade version : versions(facade.services())) {
            assertThatThrownBy(() -> probe(version)).hasMessageContaining("the store is stopping");
        }
    }

    @Test
    public void probeFailsWhileAServiceIsMissing() {
        for (Facade version :
                List.of(new ProvisionerFacadeV9(), new ProvisionerFacadeV10(), new ProvisionerFacadeV11())) {
            assertThatThrownBy(() -> probe(version))
                    .hasMessageContaining("the store service is being exchanged; try again");
        }
    }

    private static List<Facade> versions(Services services) {
        return List.of(
                new ProvisionerFacadeV9(services),
                new ProvisionerFacadeV10(services),
                new ProvisionerFacadeV11(services));
    }

    private static void probe(Facade version) {
        version.probe().toCompletableFuture().join();
    }
}
