// SPDX-License-Identifier: Apache-2.0
/**
 * SQL for the service providers: JDBI on the transactions of the store, and the chores that every provider with tables
 * has, such as removing a model.
 */
@Export
@Version("1.0.0")
package io.facet.sql;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
