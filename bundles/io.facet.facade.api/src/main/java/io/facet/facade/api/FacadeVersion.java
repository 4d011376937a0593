// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names the facade version that a component serves: service properties {@code facade.name}, {@code facade.version} and
 * {@code facade.model.types}. The bundle declares the same name and version as a capability in the namespace
 * {@value #CAPABILITY}, so that the server knows what is installed as well as what serves.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FacadeVersion {

    /** Namespace of the bundle capability, with the attributes {@code facade.name} and {@code facade.version:Long}. */
    String CAPABILITY = "io.facet.facade";

    /** Service property and capability attribute holding the facade's name. */
    String NAME = "facade.name";

    /** Service property (Integer) and capability attribute (Long) holding the facade's version. */
    String VERSION = "facade.version";

    /** Service property (String[]) holding the model types the facade exists on. */
    String MODEL_TYPES = "facade.model.types";

    /** Prefix of the service properties. */
    String PREFIX_ = "facade.";

    /** Facade name, such as {@code Provisioner}. */
    String name();

    /** Facade version, 1 or more. */
    int version();

    /** Model types the facade exists on: {@code iaas}, {@code caas}. */
    String[] model_types() default {"iaas", "caas"};
}
