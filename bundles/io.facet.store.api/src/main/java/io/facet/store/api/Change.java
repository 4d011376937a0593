// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

/**
 * One committed change.
 *
 * @param modelUuid the model it belongs to
 * @param number position in the model's sequence of changes: dense, and in commit order
 * @param namespace what kind of thing changed, such as {@code machine}
 * @param scope group of keys within the namespace, possibly empty
 * @param key which thing changed, possibly empty
 * @param value what evaluation needs of the new state, possibly empty; in a life-cycle namespace one of {@code alive},
 *     {@code dying}, {@code dead}, {@code removed}
 */
public record Change(String modelUuid, long number, String namespace, String scope, String key, String value) {}
