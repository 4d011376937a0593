// SPDX-License-Identifier: Apache-2.0
package io.facet.audit.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the audit log, in {@code etc/io.facet.audit.cfg}. A change holds for what happens after it. */
@ObjectClassDefinition(
        name = "Facet audit log",
        description =
                "Who logged in to the API and what was changed over it. A change holds for what happens after it.")
public @interface AuditConfig {

    @AttributeDefinition(
            description =
                    "What is written, separated by commas: logins, calls (those that change something), reads (the"
                            + " other calls), swaps (exchanges of facades and services), connections (opened and closed);"
                            + " nothing if empty")
    String[] events() default {"logins", "calls", "swaps"};

    @AttributeDefinition(description = "How many of the entities that a call touches are named, 0 to 10000")
    int max_entities() default 100;

    @AttributeDefinition(
            description = "Bytes of events that may wait to be written, 65536 to 1073741824; what comes when they are"
                    + " exhausted is lost, which is written and logged")
    long max_queue_bytes() default 16L << 20;
}
