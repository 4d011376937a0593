// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The settings of PID {@code io.facet.controller}. {@code host} and {@code port} belong to {@code io.facet.apiserver} and
 * {@code server.version} to {@code io.facet.access}: they are read along, so that nobody has to say them twice.
 */
@ObjectClassDefinition(
        pid = "io.facet.controller",
        name = "Facet controller",
        description = "Addresses, data directory and first boot")
public @interface ControllerConfig {

    @AttributeDefinition(
            description = "Directory for the node's key, certificate and agent.conf; empty for facet in Karaf's data"
                    + " directory")
    String data_dir() default "";

    @AttributeDefinition(
            description =
                    "Addresses that agents and clients are told, host or host:port; empty for the address that the"
                            + " server listens on, or those of the network interfaces if it listens on all")
    String[] api_addresses() default {};

    @AttributeDefinition(
            description = "Port that agents and clients are told; 0 for the one that the server listens on")
    int api_port() default 0;

    @AttributeDefinition(description = "Type of the cloud that the controller model is on; used at the first boot only")
    String cloud_type() default "manual";

    @AttributeDefinition(description = "Base of the controller machine; used at the first boot only")
    String machine_base() default "ubuntu@24.04/stable";

    @AttributeDefinition(description = "Of io.facet.apiserver: address that the server listens on")
    String host() default "";

    @AttributeDefinition(description = "Of io.facet.apiserver: port that the server listens on")
    int port() default 17070;

    @AttributeDefinition(description = "Of io.facet.access: version of the controller")
    String server_version() default "4.0-beta5";
}
