// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.v9.internal;

import io.facet.facade.api.Facade;
import io.facet.facade.api.FacadeVersion;
import io.facet.facade.provisioner.common.MethodTable;
import io.facet.facade.provisioner.common.ProvisionerFacade;
import io.facet.facade.provisioner.common.Services;
import org.osgi.service.component.annotations.Component;

/** Version 9 of the Provisioner facade. */
@Component(service = Facade.class, immediate = true)
@FacadeVersion(name = "Provisioner", version = 9, model_types = "iaas")
public final class ProvisionerFacadeV9 extends ProvisionerFacade {

    /** For Declarative Services, which sets the references. */
    public ProvisionerFacadeV9() {
        super(MethodTable.version9());
    }

    /** On the given services, without a container. */
    public ProvisionerFacadeV9(Services services) {
        super(MethodTable.version9(), services);
    }
}
