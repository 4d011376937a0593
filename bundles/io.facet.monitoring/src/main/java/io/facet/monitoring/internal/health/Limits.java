// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import java.time.Duration;

/**
 * When a check warns or is critical.
 *
 * @param timeout how long the database may take to answer
 * @param diskWarnBytes free bytes below which to warn
 * @param diskCriticalBytes free bytes below which it is critical
 * @param lagWarn how late the change stream may be before a warning
 * @param lagCritical how late it may be before it is critical
 * @param certificateWarn time before the expiry of the certificate at which to warn
 * @param certificateCritical time before it at which it is critical
 * @param stallWarn how late an event loop may be before a warning
 * @param stallCritical how late it may be before it is critical
 */
public record Limits(
        Duration timeout,
        long diskWarnBytes,
        long diskCriticalBytes,
        Duration lagWarn,
        Duration lagCritical,
        Duration certificateWarn,
        Duration certificateCritical,
        Duration stallWarn,
        Duration stallCritical) {}
