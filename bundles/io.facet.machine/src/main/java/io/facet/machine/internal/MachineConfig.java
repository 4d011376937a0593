// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the machine service, in {@code etc/io.facet.machine.cfg}. A change is applied at once. */
@ObjectClassDefinition(
        name = "Facet machines",
        description = "The machines of the models. A change is applied at once.")
public @interface MachineConfig {

    @AttributeDefinition(
            description = "Milliseconds between looks for machines that are marked for removal, 100 to 3600000")
    long sweep_interval_ms() default 5_000;
}
