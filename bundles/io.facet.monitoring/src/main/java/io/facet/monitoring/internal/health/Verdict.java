// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import org.apache.felix.hc.api.Result;

/** Ways to say what a check found. */
final class Verdict {

    /** What checks of the server say while it is away. */
    static final Result NO_SERVER = critical("The API server is not there; is bundle io.facet.apiserver active?");

    /** What checks of the database say while it is away. */
    static final Result NO_DATABASE = critical("The database is not open; is bundle io.facet.store active,"
            + " and is etc/org.ops4j.datasource-facet.cfg right? The log says more.");

    private Verdict() {}

    static Result ok(String message) {
        return new Result(Result.Status.OK, message);
    }

    static Result warn(String message) {
        return new Result(Result.Status.WARN, message);
    }

    static Result critical(String message) {
        return new Result(Result.Status.CRITICAL, message);
    }

    /** The message at the status that belongs to a value which is bad when it is large. */
    static <T extends Comparable<T>> Result above(T value, T warn, T critical, String message) {
        if (value.compareTo(critical) >= 0) {
            return critical(message);
        }
        return value.compareTo(warn) >= 0 ? warn(message) : ok(message);
    }

    /** The message at the status that belongs to a value which is bad when it is small. */
    static <T extends Comparable<T>> Result below(T value, T warn, T critical, String message) {
        if (value.compareTo(critical) < 0) {
            return critical(message);
        }
        return value.compareTo(warn) < 0 ? warn(message) : ok(message);
    }
}
