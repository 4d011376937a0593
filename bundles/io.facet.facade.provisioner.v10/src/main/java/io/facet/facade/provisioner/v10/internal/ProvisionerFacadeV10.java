// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v10.internal;

import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeVersion;
import io.facet.facade.provisioner.common.MethodTable;
import io.facet.facade.provisioner.common.ProvisionerFacade;
import io.facet.facade.provisioner.common.Services;
import org.osgi.service.component.annotations.Component;

/** Version 10 of the Provisioner facade. */
@Component(service = Facade.class, immediate = true)
@FacadeVersion(name = "Provisioner", version = 10, model_types = "iaas")
public final class ProvisionerFacadeV10 extends ProvisionerFacade {

    /** For Declarative Services, which sets the references. */
    public ProvisionerFacadeV10() {
        super(MethodTable.version10());
    }

    /** On the given services, without a container. */
    public ProvisionerFacadeV10(Services services) {
        super(MethodTable.version10(), services);
    }
}
