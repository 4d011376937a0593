// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the image service, in {@code etc/io.facet.image.cfg}. A change is applied at once. */
@ObjectClassDefinition(
        name = "Facet images",
        description = "Where published images are looked for. A change is applied at once.")
public @interface ImageConfig {

    @AttributeDefinition(
            description =
                    "OpenPGP public key that signs what models find at their image-metadata-url; where the file is"
                            + " missing, it is used unsigned")
    String public_key_file() default "/etc/juju/publicsimplestreamskey";

    @AttributeDefinition(description = "Base URL of the default source of images, without the stream")
    String default_source_url() default "http://cloud-images.ubuntu.com";

    @AttributeDefinition(
            description =
                    "OpenPGP public key that signs the default source, such as"
                            + " /usr/share/keyrings/ubuntu-cloudimage-keyring.gpg; without it the default source is not searched")
    String default_source_key_file() default "";
}
