// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

/**
 * An exchange was refused or failed. The message is one sentence for the operator: what was wrong, what serves now, and
 * what to do about it.
 */
public final class UpgradeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal. */
    public UpgradeException(String message) {
        super(message);
    }

    /** A failure. */
    public UpgradeException(String message, Throwable cause) {
        super(message, cause);
    }
}
