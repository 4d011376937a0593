// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param contentType the content type
 * @param body the body, not to be changed
 */
record Page(int status, String contentType, byte[] body) {}
