// SPDX-License-Identifier: Apache-2.0
package io.facet.agentbinary.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the agent binaries, in {@code etc/io.facet.agentbinary.cfg}. A change holds for what begins after it. */
@ObjectClassDefinition(
        name = "Facet agent binaries",
        description = "The archives with the programs of agents. A change holds for what begins after it.")
public @interface AgentBinaryConfig {

    @AttributeDefinition(
            description = "Directory of the archives; empty for facet/agent-binaries in the data directory")
    String dir() default "";

    @AttributeDefinition(description = "Bytes of the largest archive that is taken, 1 to 1099511627776")
    long max_archive_bytes() default 1L << 30;

    @AttributeDefinition(
            description =
                    "OpenPGP public key that signs what models find at their agent-metadata-url; where the file is"
                            + " missing, it is used unsigned")
    String public_key_file() default "/etc/juju/publicsimplestreamskey";

    @AttributeDefinition(description = "Base URL of the default source of agent binaries")
    String default_source_url() default "https://streams.canonical.com/juju/tools";

    @AttributeDefinition(
            description = "OpenPGP public key that signs the default source; without it the default source is not"
                    + " searched")
    String default_source_key_file() default "";

    @AttributeDefinition(description = "Milliseconds for one of the three attempts to fetch an archive, 1 to 86400000")
    long fetch_timeout_ms() default 600_000;

    @AttributeDefinition(description = "Milliseconds for finding out what streams offer, 1 to 600000")
    long lookup_timeout_ms() default 60_000;

    @AttributeDefinition(
            description = "Archives fetched at a time; requests for further ones are answered 'try again', 1 to 1000")
    int max_fetches() default 8;

    @AttributeDefinition(
            description = "Archives taken in at a time; further uploads are answered 'try again', 1 to 1000")
    int max_uploads() default 8;
}
