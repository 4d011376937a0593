// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.access.api.AccessService;
import io.facet.controller.api.ControllerService;
import io.facet.store.api.Store;
import org.apache.karaf.shell.support.CommandException;

/** What the commands about the controller and its users have in common. */
public final class Controllers {
    private Controllers() {}

    /** The controller, or a failure that names the bundle to look at. */
    public static ControllerService service(ControllerService service) throws CommandException {
        return Services.required(service, ControllerService.class, "io.facet.controller");
    }

    /** Users and agents, or a failure that names the bundle to look at. */
    public static AccessService access(AccessService service) throws CommandException {
        return Services.required(service, AccessService.class, "io.facet.access");
    }

    /** UUID of the controller's own model, to which writes belong that belong to no other. */
    public static String modelUuid(Store store, ControllerService controllers) throws Exception {
        ControllerService present = service(controllers);
        return Services.read(store, tx -> present.identity(tx).modelUuid());
    }
}
