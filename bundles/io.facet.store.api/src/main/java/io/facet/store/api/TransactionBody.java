// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

/** The work of one transaction. Whatever it throws rolls back what it did. */
@FunctionalInterface
public interface TransactionBody<T> {

    /** Does the work with the given transaction, which must not be kept beyond this call. */
    T run(Transaction tx) throws Exception;
}
