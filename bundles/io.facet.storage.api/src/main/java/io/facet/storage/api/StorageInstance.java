// SPDX-License-Identifier: Apache-2.0
package io.facet.storage.api;

import java.util.Optional;

/**
 * A storage instance.
 *
 * @param id its id, such as {@code pgdata/0}
 * @param kind {@code block} or {@code filesystem}
 * @param owner unit or application that owns it, if any
 */
public record StorageInstance(String id, String kind, Optional<String> owner) {}
