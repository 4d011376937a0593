// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.api;

import java.util.Locale;

/** How a health check stands, from good to bad. */
public enum CheckStatus {
    OK,
    /** Somebody should look at it in time. */
    WARN,
    /** Does not work just now, as expected while something starts or is replaced. */
    TEMPORARILY_UNAVAILABLE,
    /** Does not work, or soon will not; somebody should look at it now. */
    CRITICAL,
    /** The check itself failed, so nobody knows. */
    CHECK_FAILED;

    /** Whether somebody has to act now. */
    public boolean isCritical() {
        return compareTo(CRITICAL) >= 0;
    }

    /** The name as operators read it, such as {@code check-failed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
