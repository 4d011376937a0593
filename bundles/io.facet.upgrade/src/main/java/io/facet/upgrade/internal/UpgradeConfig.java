// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the upgrades, in {@code etc/io.facet.upgrade.cfg}. A change holds for what begins after it. */
@ObjectClassDefinition(
        name = "Facet upgrades",
        description = "Exchange of facades and services. A change holds for what begins after it.")
public @interface UpgradeConfig {

    @AttributeDefinition(
            description = "Milliseconds that a new bundle may take to come up and pass its probe, 1 to 3600000")
    long start_timeout_ms() default 60_000;

    @AttributeDefinition(description = "Milliseconds that an old bundle may take to stop, 1 to 3600000")
    long stop_timeout_ms() default 30_000;

    @AttributeDefinition(description = "Milliseconds that fetching a jar may take, 1 to 3600000")
    long fetch_timeout_ms() default 120_000;

    @AttributeDefinition(description = "Bytes of the largest jar that is taken, 1 to 1099511627776")
    long max_jar_bytes() default 64L << 20;

    @AttributeDefinition(
            description =
                    "How many replaced bundles are kept of each facade version or service to roll back to, 1 to 100")
    int history_size() default 3;
}
