// SPDX-License-Identifier: Apache-2.0
/**
 * SQL for the service providers: JDBI on the transactions of the store, and the chores that providers with tables have:
 * to wait for the database while they start, to remove a model, to ask each other when one goes.
 */
@Export
@Version("1.2.0")
package io.facet.sql;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
