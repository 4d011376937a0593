// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

/** A step of an exchange failed. The message is for the operator, a sentence without a full stop. */
class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What was started could neither be waited for nor interrupted: its thread is lost. */
    static final class Stuck extends Failure {
        private static final long serialVersionUID = 1L;

        Stuck(String message) {
            super(message);
        }
    }
}
