// SPDX-License-Identifier: Apache-2.0
package io.facet.store.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the store, in {@code etc/io.facet.store.cfg}. A change restarts the store. */
@ObjectClassDefinition(name = "Facet store", description = "The database behind Facet. A change restarts the store.")
public @interface StoreConfig {

    @AttributeDefinition(description = "Reads that run at the same time, each on a connection of its own")
    int reader_threads() default 4;

    @AttributeDefinition(description = "Reads that wait for a thread; more are answered 'try again'")
    int reader_queue_length() default 4096;

    @AttributeDefinition(description = "Writes that run at the same time (PostgreSQL; SQLite has one writer)")
    int writer_threads() default 4;

    @AttributeDefinition(description = "Writes that wait for their turn; more are answered 'try again'")
    int writer_queue_length() default 4096;

    @AttributeDefinition(description = "Writes that share a commit at most (SQLite)")
    int group_max_writes() default 256;

    @AttributeDefinition(description = "Milliseconds after which a group takes in no further write (SQLite)")
    int group_max_ms() default 20;

    @AttributeDefinition(description = "How often a write is run again after a conflict with another (PostgreSQL)")
    int conflict_retries() default 10;

    @AttributeDefinition(description = "Milliseconds to wait for a lock that another process holds (SQLite)")
    int busy_timeout_ms() default 10_000;

    @AttributeDefinition(description = "Minutes for which changes stay in the change log")
    int log_retention_minutes() default 60;

    @AttributeDefinition(description = "Milliseconds between looks for changes of other controllers (PostgreSQL)")
    int poll_interval_ms() default 500;

    @AttributeDefinition(description = "Milliseconds that queued work may take when the store stops")
    int stop_timeout_ms() default 10_000;
}
