// SPDX-License-Identifier: Apache-2.0
package io.facet.simplestreams;

/**
 * Where metadata is published.
 *
 * @param description what to call it in messages and records, such as {@code image-metadata-url}
 * @param url base URL, {@code http}, {@code https} or {@code file}; a slash at its end makes no difference
 * @param priority a higher number wins; the engine itself does not look at it
 * @param signatureRequired whether unsigned metadata is refused
 * @param keys whose signatures are trusted
 */
public record DataSource(String description, String url, int priority, boolean signatureRequired, TrustedKeys keys) {}
